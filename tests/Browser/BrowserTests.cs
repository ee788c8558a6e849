namespace CheckIn.Browser.Tests;

public sealed class BrowserTests
{
    [Fact]
    public void The_driver_is_there_or_the_tests_say_so() => Assert.NotNull(typeof(OpenQA.Selenium.IWebDriver));
}
