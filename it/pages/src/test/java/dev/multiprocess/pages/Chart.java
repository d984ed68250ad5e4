package dev.multiprocess.pages;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The chart of an open timeline. */
final class Chart {

    private final Browser browser;

    Chart(Browser browser) {
        this.browser = browser;
    }

    WebElement plot() {
        return browser.find(By.id("plot"));
    }

    /** One of the processes, as they are written beside their lanes. */
    List<String> names() {
        return browser.findAll(By.cssSelector("#plot .name")).stream()
                .map(name -> (String) browser.ask("return arguments[0].firstChild.nodeValue", name))
                .toList();
    }

    /** The first bar of a kind. */
    WebElement bar(String kind) {
        return browser.find(By.cssSelector("#plot path.item." + kind));
    }

    /** What is said of that at which a visitor points; empty if that is nothing. */
    String tip() {
        return browser.find(By.cssSelector(".tip")).getText();
    }

    /** What is said of that which a visitor has chosen. */
    String status() {
        return browser.find(By.id("status")).getText();
    }

    /** The times at its upper end. */
    String axis() {
        return (String) browser.ask("return [...document.querySelectorAll('#plot .axis .tick text')]"
                + ".map(text => text.textContent).join(' | ')");
    }

    void awaitAxis(String before, boolean changes) {
        browser.await(
                "the times of the chart " + (changes ? "change from " : "are again ") + before,
                () -> axis().equals(before) != changes);
    }
}
