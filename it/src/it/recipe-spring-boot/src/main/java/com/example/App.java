package com.example;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SpringBootApplication
public class App {

    @Value("${shop.name:shop}")
    private String name;

    @GetMapping("/name")
    String name() {
        return name;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
    }
}
