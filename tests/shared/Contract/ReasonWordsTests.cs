using System.Reflection;
using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Shared.Tests.Contract;

public sealed class ReasonWordsTests
{
    private static readonly string[] All = [.. typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_reason_tells_the_visitor_what_to_do_in_both_languages()
    {
        var unknown = ReasonWords.Of("some_newer_reason", Language.English);
        Assert.NotEmpty(unknown);
        Assert.All(All, reason =>
        {
            var (english, vietnamese) = (ReasonWords.Of(reason, Language.English), ReasonWords.Of(reason, Language.Vietnamese));
            Assert.NotEqual(unknown, english);
            Assert.NotEqual(english, vietnamese);
            Assert.All(new[] { english, vietnamese }, static text => Assert.True(text.Length is > 10 and <= 120 && text.EndsWith('.'), text));
        });
    }

    /// <summary>Events of years hold them.</summary>
    [Fact]
    public void No_reason_is_ever_renamed() => Assert.Equal(
        "known_credential unknown_code malformed_credential venue_code enrolment_code code_too_long journal_failed turnstile_failed lockdown "
        + "free_passage unknown_admitted self_recorded kind_not_admitted no_key list_too_old bad_signature expired not_yet_valid revoked elsewhere code_too_old "
        + "code_from_future code_replayed clock_unsure denied not_listed card_expired card_not_yet_valid category_not_admitted event_not_begun "
        + "event_over outside_hours passback too_soon entries_used_up full assisted", string.Join(' ', All));
}
