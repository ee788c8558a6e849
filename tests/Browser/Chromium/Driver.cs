using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace CheckIn.Browser.Tests.Chromium;

/// <summary>
/// Debian's Chromium, driven by its own driver: what the pages are to a person, with a real keyboard, real events and
/// real pixels. Nothing is downloaded, and nothing but the hub's own pages is opened.
/// </summary>
internal sealed partial class Driver : IDisposable
{
    private const string Program = "/usr/bin/chromium", ProgramDriver = "/usr/bin/chromedriver";
    private const int Tallest = 6000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ChromeDriverService _service;
    private readonly ChromeDriver _chrome;

    private Driver(ChromeDriverService service, ChromeDriver chrome) => (_service, _chrome) = (service, chrome);

    /// <summary>What is not installed here, as a sentence; null = all is there.</summary>
    internal static string? Missing => File.Exists(Program) && File.Exists(ProgramDriver) ? null
        : $"{Program} or {ProgramDriver} is not installed; install Debian's chromium and chromium-driver to run this test.";

    internal static Driver Start(Look look)
    {
        var options = new ChromeOptions { BinaryLocation = Program };
        // No sandbox: build machines run as root. No shared memory of theirs: containers have little.
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
            "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--no-proxy-server");
        options.AddUserProfilePreference("intl.accept_languages", look.Language);
        options.SetLoggingPreference(LogType.Browser, OpenQA.Selenium.LogLevel.Warning);
        var service = ChromeDriverService.CreateDefaultService(
            Path.GetDirectoryName(ProgramDriver)!, Path.GetFileName(ProgramDriver));
        service.SuppressInitialDiagnosticInformation = true;
        var driver = new Driver(service, new ChromeDriver(service, options, Patience));
        driver.Become(look);
        return driver;
    }

    /// <summary>The page's address.</summary>
    internal Uri At => new(_chrome.Url);

    /// <summary>From now on the pages are looked at so.</summary>
    internal void Become(Look look)
    {
        Command("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = look.Width,
            ["height"] = look.IsPhone ? 740 : 900,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = look.IsPhone,
        });
        Command("Emulation.setEmulatedMedia", new()
        {
            ["media"] = "screen",
            ["features"] = new object[]
            {
                Feature("prefers-color-scheme", look.IsDark ? "dark" : "light"),
                Feature("prefers-reduced-motion", "reduce"),
            },
        });

        static Dictionary<string, object> Feature(string name, string value) =>
            new() { ["name"] = name, ["value"] = value };
    }

    /// <summary>As it would be printed, or on the screen again.</summary>
    internal void Print(bool isOnPaper) =>
        Command("Emulation.setEmulatedMedia", new() { ["media"] = isOnPaper ? "print" : "screen" });

    /// <summary>The page as a PDF, as a person prints it with the browser's own settings, on A4.</summary>
    internal byte[] Pdf()
    {
        Print(isOnPaper: true);
        try
        {
            return _chrome.Print(new PrintOptions { PageDimensions = { Width = 21, Height = 29.7 } }).AsByteArray;
        }
        finally
        {
            Print(isOnPaper: false);
        }
    }

    /// <summary>Whether pages may run their scripts.</summary>
    internal void AllowScript(bool isAllowed) =>
        Command("Emulation.setScriptExecutionDisabled", new() { ["value"] = !isAllowed });

    /// <summary>From now on nothing is to be had over the network.</summary>
    internal void Disconnect()
    {
        Command("Network.enable", []);
        Command("Network.emulateNetworkConditions", new()
        {
            ["offline"] = true,
            ["latency"] = 0,
            ["downloadThroughput"] = 0,
            ["uploadThroughput"] = 0,
        });
    }

    /// <summary>Runs before the scripts of each page that is opened from now on.</summary>
    internal void BeforeEveryPage(string script) =>
        Command("Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = script });

    internal void Open(Uri page) => _chrome.Navigate().GoToUrl(page);

    internal IWebElement Find(string selector) => _chrome.FindElement(By.CssSelector(selector));

    internal IReadOnlyList<IWebElement> FindAll(string selector) => _chrome.FindElements(By.CssSelector(selector));

    internal object? Run(string script) => _chrome.ExecuteScript(script);

    /// <summary>What a person reads there now; empty when it is not there.</summary>
    internal string TextOf(string selector) =>
        Run($"return document.querySelector({Quoted(selector)})?.innerText ?? ''") as string ?? "";

    /// <summary>Keys for whatever has the focus.</summary>
    internal void Type(string keys) => new OpenQA.Selenium.Interactions.Actions(_chrome).SendKeys(keys).Perform();

    /// <summary>Waits until the page is so, without loading it again.</summary>
    internal Task UntilAsync(string what, Func<bool> holds, TimeSpan? patience = null) =>
        UntilAsync(what, () => Task.FromResult(Holds(holds)), patience);

    /// <summary>The same of something that is not on the page.</summary>
    internal async Task UntilAsync(string what, Func<Task<bool>> holds, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Patience);
        while (!await holds())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{what} did not come about. The page at {_chrome.Url} reads:\n{TextOf("body")}");
            await Task.Delay(100);
        }
    }

    /// <summary>What the browser complained of since it was last asked: scripts that failed, what the policy
    /// forbade.</summary>
    internal IReadOnlyList<string> Complaints() =>
        [.. _chrome.Manage().Logs.GetLog(LogType.Browser).Select(static entry => entry.Message)];

    /// <summary>The whole page as PNG, not only what fits into the window.</summary>
    internal byte[] Picture()
    {
        var height = Math.Min(Tallest, Convert.ToInt32(
            Run("return Math.max(document.documentElement.scrollHeight, window.innerHeight)"),
                CultureInfo.InvariantCulture));
        var width = Convert.ToInt32(Run("return window.innerWidth"), CultureInfo.InvariantCulture);
        var answer = (Dictionary<string, object?>)_chrome.ExecuteCdpCommand("Page.captureScreenshot", new()
        {
            ["format"] = "png",
            ["captureBeyondViewport"] = true,
            ["clip"] = new Dictionary<string, object>
            {
                ["x"] = 0,
                ["y"] = 0,
                ["width"] = width,
                ["height"] = height,
                ["scale"] = 1,
            },
        })!;
        return Convert.FromBase64String((string)answer["data"]!);
    }

    public void Dispose()
    {
        _chrome.Quit();
        _chrome.Dispose();
        _service.Dispose();
    }

    /// <summary>The page may be replacing what is looked at.</summary>
    private static bool Holds(Func<bool> holds)
    {
        try
        {
            return holds();
        }
        catch (Exception e) when (e is StaleElementReferenceException or NoSuchElementException
            || e.Message.Contains("does not belong to the document", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private void Command(string name, Dictionary<string, object?> parameters) =>
        _chrome.ExecuteCdpCommand(name, parameters);
}
