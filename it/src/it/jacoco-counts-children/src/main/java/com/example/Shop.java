package com.example;

public final class Shop {

    private Shop() {}

    public static String buy() {
        return "bread";
    }

    public static String browse() {
        return "cake";
    }

    public static String haggle() {
        return "pie";
    }

    public static String sweep() {
        return "crumbs";
    }
}
