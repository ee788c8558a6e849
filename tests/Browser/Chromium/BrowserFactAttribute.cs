namespace CheckIn.Browser.Tests.Chromium;

/// <summary>A test that needs Chromium; where that is not installed it is skipped, and says what is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Driver.Missing;
}

/// <summary>A test that looks at what is printed besides.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PaperFactAttribute : FactAttribute
{
    public PaperFactAttribute() => Skip = Paper.Missing;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Driver.Missing;
}
