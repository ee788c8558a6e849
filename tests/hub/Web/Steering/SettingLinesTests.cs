using System.Text.Json.Nodes;
using CheckIn.Hub.Web.Steering;

namespace CheckIn.Hub.Tests.Web.Steering;

public sealed class SettingLinesTests
{
    [Fact]
    public void A_document_is_its_whole_keys_with_what_is_written_there()
    {
        var lines = SettingLines.Of(Json("""
            {"Lanes":{"*":{"Turnstile":{"Pulse":"00:00:01"}}},"Health":{"TooHot":70},"Empty":{},"List":["a",1],"No":null}
            """));
        Assert.Equal(
        [
            new("Lanes:*:Turnstile:Pulse", "00:00:01"), new("Health:TooHot", "70"),
            new("List", """["a",1]"""), new("No", null),
        ], lines);
    }

    [Fact]
    public void A_change_is_what_differs_and_nothing_else()
    {
        var differences = SettingLines.Between(
            Json("""{"A":{"Same":1,"Other":2,"Gone":"x"}}"""), Json("""{"A":{"Same":1,"Other":3},"New":true}"""));
        Assert.Equal([new("A:Gone", "x", null), new("A:Other", "2", "3"), new("New", null, "true")], differences);
        Assert.Empty(SettingLines.Between(null, []));
    }

    [Fact]
    public void A_key_is_found_however_it_is_capitalised() =>
        Assert.Equal("70", SettingLines.ValueOf(Json("""{"health":{"toohot":70}}"""), "Health:TooHot"));

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
