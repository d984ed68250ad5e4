package dev.multiprocess.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** A timeline in a browser that runs no scripts. */
@Timeout(120)
@ExtendWith(BrowserExtension.class)
class TimelineWithoutScriptsTests {

    @Test
    void tables_sayAll(Browser browser) {
        browser.openWithoutScripts(FailedTests.page("hangs"), 390);

        assertThat(browser.find(By.id("chart")).isDisplayed()).isFalse();
        assertThat(browser.findAll(By.cssSelector("#plot *"))).isEmpty();
        assertThat(browser.find(By.cssSelector("h2 + .wide table")).getText())
                .contains("test JVM", "second-reader-with-a-long-name", "waits to take from queue 'work' since ");
        assertThat(browser.ask("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0L);
    }

    @Test
    void linkOfAProcess_opensWhatItDid(Browser browser) {
        browser.openWithoutScripts(FailedTests.page("hangs"), 1280);
        WebElement link = browser.find(By.linkText("reader"));
        String id = ((String) browser.ask("return arguments[0].hash", link)).substring(1);
        WebElement details = browser.find(By.id(id));
        assertThat(details.isDisplayed()).isFalse();

        link.click();

        browser.await("the details are open", details::isDisplayed);
        assertThat(details.getText())
                .contains("waits to take from queue 'work'", "hello from the reader", "reader.txt");
    }
}
