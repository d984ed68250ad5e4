package com.example.shop;

import java.io.IOException;
import java.io.InputStream;

public class Shop {

    String catalogue() throws IOException {
        try (InputStream catalogue = Shop.class.getResourceAsStream("catalogue.txt")) {
            return new String(catalogue.readAllBytes()).strip();
        }
    }
}
