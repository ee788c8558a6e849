using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Steering;

namespace CheckIn.Hub.Tests.Web.Steering;

public sealed class ScopeNamesTests
{
    [Theory]
    [InlineData("group:khối=a/b")]
    [InlineData("node:hoa-mai")]
    [InlineData("hub")]
    public void A_scope_in_an_address_is_read_again_as_it_was(string word)
    {
        // The server leaves %2F in a path as it is.
        var address = ScopeView.SettingsOf(word)["/settings/".Length..];
        var arrives = address.Replace("%2F", "§", StringComparison.Ordinal);
        arrives = Uri.UnescapeDataString(arrives).Replace("§", "%2F", StringComparison.Ordinal);
        Assert.Equal(word, ScopeNames.Read(arrives)!.Word());
    }

    [Theory]
    [InlineData("")]
    [InlineData("site:")]
    [InlineData("city:x")]
    public void What_is_no_scope_is_none(string word) => Assert.Null(ScopeNames.Read(word));
}
