package com.example;

class SecondTest extends OwnedChildren {}
