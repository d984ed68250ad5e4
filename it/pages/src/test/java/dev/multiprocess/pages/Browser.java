package dev.multiprocess.pages;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, with a profile of its own. Not thread-safe. */
final class Browser implements AutoCloseable {

    /** Why tests are skipped. */
    static final String MISSING = "pages are not tested in a browser: chromium or chromedriver is not on the path";

    /** Warns that it does not know the newest commands of Chromium, of which none is used. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Pattern REQUEST = Pattern.compile("\"request\":\\{.*?\"url\":\"([^\"]*)\"");

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path chromium, Path chromedriver) throws IOException {
        SELENIUM.setLevel(Level.SEVERE);
        profile = Files.createTempDirectory("pages");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--window-size=1280,900");
        if (System.getProperty("user.name").equals("root")) {
            options.addArguments("--no-sandbox");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // With both paths given, Selenium looks for nothing and downloads nothing.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Starts it, if this machine has it. */
    static Optional<Browser> start() throws IOException {
        Optional<Path> chromium = find("chromium");
        Optional<Path> chromedriver = find("chromedriver");
        return chromium.isPresent() && chromedriver.isPresent()
                ? Optional.of(new Browser(chromium.get(), chromedriver.get()))
                : Optional.empty();
    }

    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page as a new visitor with a light screen of this width. */
    void open(Path page, int width) {
        command("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        colourScheme("light");
        driver.get("about:blank");
        messages();
        requests();
        driver.get(page.toUri().toString());
    }

    /** Opens a page in a browser that runs none of its scripts, and never has. */
    void openWithoutScripts(Path page, int width) {
        open(page, width);
        command("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        driver.get("about:blank");
        driver.get(page.toUri().toString());
        // The page is complete; what a test asks the browser needs scripts.
        command("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    /** As a visitor who prefers this one, {@code light} or {@code dark}. */
    void colourScheme(String scheme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void command(String name, Map<String, Object> parameters) {
        driver.executeCdpCommand(name, parameters);
    }

    /** What was written to the console since the last call, errors of scripts and of loading among it. */
    List<String> messages() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses that the page asked for since the last call. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .flatMap(message -> REQUEST.matcher(message).results())
                .map((MatchResult request) -> request.group(1))
                .toList();
    }

    WebElement find(By what) {
        return driver.findElement(what);
    }

    List<WebElement> findAll(By what) {
        return driver.findElements(what);
    }

    String title() {
        return driver.getTitle();
    }

    /** What mouse and keyboard do. */
    Actions actions() {
        return new Actions(driver, Duration.ofMillis(20));
    }

    /** The result of a function body. */
    Object ask(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The result of a function body that hands it to its last argument. */
    Object askLater(String script) {
        driver.manage().timeouts().scriptTimeout(LONGEST_WAIT);
        return driver.executeAsyncScript(script);
    }

    /** Waits frame by frame until it is so. */
    void await(String what, Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the page has not come to this within " + LONGEST_WAIT + ": " + what);
            }
            askLater("requestAnimationFrame(arguments[0])");
        }
    }

    /** Ends it, and makes sure that none of its processes is left. */
    @Override
    public void close() throws IOException {
        List<ProcessHandle> processes = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("chrom"))
                .toList();
        driver.quit();
        for (ProcessHandle process : processes) {
            awaitEnd(process);
        }
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the browser has ended and left a process: " + process.info(), e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("cannot wait for a process of the browser: " + process.info(), e);
        }
    }
}
