package com.example.shop;

import com.example.shop.stock.Item;
import java.io.IOException;
import java.io.InputStream;

public class Shop {

    public Item first() throws IOException {
        try (InputStream catalogue = Shop.class.getResourceAsStream("catalogue.txt")) {
            return new Item(Shop.class.getModule().getName(), new String(catalogue.readAllBytes()).strip());
        }
    }
}
