package com.example;

class FirstTest extends OwnedChildren {}
