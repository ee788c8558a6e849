using System.Reflection;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Settings;
using CheckIn.Updates;

namespace CheckIn.Shared.Tests.Updates;

public sealed class UpdateMessageTests
{
    private const string Hash = "e100be3d4d0c90b9fb54543e9f8b728a6f4197da867bb47c7f22851399ecf94e";

    [Fact]
    public void A_provision_with_and_without_an_update_is_written_as_it_always_was()
    {
        var provision = new ProvisionMessage(3, GateStandings.Active, [], new KeyDelivery(1, "2026-11-21", "AA==", []));
        const string start = """
            {"version":3,"standing":"active","settings":{},"keys":{"version":1,"tagDay":"2026-11-21","tagKey":"AA==","tracing":[]}
            """;
        Assert.Equal(start + "}", JsonSerializer.Serialize(provision, EnrolmentJson.Default.ProvisionMessage));
        const string text = $$$"""
            {{{start}}},"update":{"release":7,"version":"1.2.0","package":"{{{Hash}}}","size":8000000,"trialS":300}}
            """;
        Assert.Equal(text, JsonSerializer.Serialize(
            provision with { Update = new UpdateWanted(7, "1.2.0", Hash, 8_000_000, 300) }, EnrolmentJson.Default.ProvisionMessage));
        Assert.Equal(7, JsonSerializer.Deserialize(text, EnrolmentJson.Default.ProvisionMessage)?.Update?.Release);
    }

    [Fact]
    public void A_report_is_written_as_it_always_was()
    {
        Assert.Equal("""{"release":7,"state":"staged"}""", JsonSerializer.Serialize(
            new UpdateReport(7, UpdateStates.Staged), EnrolmentJson.Default.UpdateReport));
        Assert.Equal("""{"release":7,"state":"refused","why":"too_old"}""", JsonSerializer.Serialize(
            new UpdateReport(7, UpdateStates.Refused, UpdateReasons.TooOld), EnrolmentJson.Default.UpdateReport));
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Vietnamese)]
    public void Every_word_has_a_sentence_and_one_that_is_unknown_is_shown_as_it_is(Language language)
    {
        foreach (var reason in Words(typeof(UpdateReasons)))
            Assert.NotEqual(reason, UpdateWords.OfReason(reason, language));
        foreach (var state in Words(typeof(UpdateStates)))
            Assert.True(language == Language.English || UpdateWords.OfState(state, language) != state);
        Assert.Equal("of_tomorrow", UpdateWords.OfReason("of_tomorrow", language));
    }

    private static IEnumerable<string> Words(Type words) => words
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);
}
