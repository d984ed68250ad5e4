package com.example;

public class Shop {

    public static String buy() {
        return "bread";
    }
}
