using CheckIn.Gate.Identity;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>Read aloud: what a technician is told of the gate's identity.</summary>
public sealed class IdentityTextsTests
{
    private static readonly IdentityReport Report = new(
        "lop-hoc-3", "3F7A-91C0-ZK4M-07TQ", new DateTimeOffset(2027, 2, 19, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), 89,
        Standings.Good, false);

    [Fact]
    public void A_good_one_says_who_and_for_how_long()
    {
        Assert.Equal(("✓", "lop-hoc-3, fingerprint 3F7A-91C0-ZK4M-07TQ; certificate good for 89 days"), In(Report));
        Assert.Equal(
            ("✓", "lop-hoc-3, dấu vân tay khóa 3F7A-91C0-ZK4M-07TQ; chứng thư còn 89 ngày"), In(Report, Language.Vietnamese));
        Assert.Equal(("✓", "lop-hoc-3, fingerprint 3F7A-91C0-ZK4M-07TQ; certificate good until 2027-02-19"), In(Report with { DaysLeft = null }));
    }

    [Fact]
    public void One_that_should_have_been_renewed_or_waits_for_a_start_needs_a_look()
    {
        Assert.Equal("!", In(Report with { DaysLeft = 9, IsLate = true }).Mark);
        Assert.Equal("!", In(Report with { SettingsWait = true }).Mark);
        Assert.EndsWith("new settings of the hub apply at the next start", In(Report with { SettingsWait = true }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_one_says_what_goes_on_and_what_to_do()
    {
        var (mark, text) = In(Report with { Standing = Standings.Revoked });
        Assert.Equal("✗", mark);
        Assert.Contains("revoked", text, StringComparison.Ordinal);
        Assert.Contains("lanes go on", text, StringComparison.Ordinal);
        Assert.Contains("enrol the gate anew", text, StringComparison.Ordinal);
        Assert.Contains("đã thu hồi", In(Report with { Standing = Standings.Revoked }, Language.Vietnamese).Text, StringComparison.Ordinal);
    }

    private static (string Mark, string Text) In(IdentityReport report, Language language = Language.English) =>
        IdentityTexts.Of(report, language);
}
