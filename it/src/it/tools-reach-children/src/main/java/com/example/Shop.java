package com.example;

public final class Shop {

    public String buy() {
        return "bread";
    }
}
