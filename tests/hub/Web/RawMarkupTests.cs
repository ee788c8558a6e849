using CheckIn.Fixtures;

namespace CheckIn.Hub.Tests.Web;

/// <summary>Everything that a page shows is encoded by the framework, but for what stands here.</summary>
public sealed class RawMarkupTests
{
    /// <summary>Pictures that the hub draws itself, and the wall as it was rendered before.</summary>
    private static readonly string[] Known = [
        "CodePage.razor", "FactorSetupPage.razor", "InvitationLinkPage.razor", "LinkPage.razor", "PassCardsPage.razor",
        "PosterSheet.razor", "VisitorPassPage.razor", "WallPage.razor",
    ];

    [Fact]
    public void Only_what_the_hub_draws_itself_goes_to_a_page_as_markup()
    {
        var hub = Path.Combine(Executables.Repository!, "hub", "Web");
        var found = Directory.EnumerateFiles(hub, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is ".razor" or ".cs")
            .Where(static file => File.ReadAllText(file) is var text
                && (text.Contains("MarkupString", StringComparison.Ordinal)
                    || text.Contains("AddMarkupContent", StringComparison.Ordinal)))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(Known, found);
    }
}
