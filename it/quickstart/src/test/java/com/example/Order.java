package com.example;

record Order(int id) {}
