package com.example.shop.stock;

public record Item(String module, String name) {}
