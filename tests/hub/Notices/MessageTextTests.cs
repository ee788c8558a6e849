using System.Text.RegularExpressions;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Notices;

public sealed partial class MessageTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    private static readonly SiteTree Tree = new()
    {
        Nodes = new Dictionary<long, Node>
        {
            [1] = new(1, "xa-a", null, "commune", "Xã A", null, null, []) { NameEn = "Commune A" },
        },
        Sites = new Dictionary<string, Site>
        {
            ["truong-a"] = new(1, "truong-a", "Trường A", "school", SiteForm.Permanent, 1),
        },
    };

    [Fact]
    public void Every_kind_has_a_phrase_in_both_languages()
    {
        Assert.Equal(AlertRules.Kinds.Order(StringComparer.Ordinal), AlertPhrases.All.Order(StringComparer.Ordinal));
        foreach (var kind in AlertPhrases.All)
        {
            var (english, vietnamese) = (
                AlertPhrases.Of(Language.English, kind), AlertPhrases.Of(Language.Vietnamese, kind));
            Assert.DoesNotMatch(Diacritics(), english);
            Assert.Matches(Diacritics(), vietnamese);
        }
    }

    [Fact]
    public void A_sentence_tells_what_since_when_with_its_figures()
    {
        var gate = NoticePlanTests.Waiting(1) with
        {
            Label = "Cổng A2",
            Site = "truong-a",
            Detail = """{"backlog":"1234","cause":"power","is_sure":"false"}""",
        };
        Assert.Equal(
            "Cổng A2 (cong-1), Trường A: offline since 10:00, 1,234 events waiting, probable cause: power failure.",
            Sentence(Language.English, gate));
        Assert.Equal(
            "Cổng A2 (cong-1), Trường A: mất kết nối từ 10:00, còn 1.234 sự kiện chưa gửi, có thể do: mất điện.",
            Sentence(Language.Vietnamese, gate));
        Assert.Equal(
            "Cổng A2 (cong-1), Trường A: mất kết nối từ 10:00 20/11/2026 đến 10:00.", Sentence(Language.Vietnamese, gate with
            {
                News = NoticeNews.Cleared,
                Since = Now.AddDays(-1),
                ClearedAt = Now,
            }));
        Assert.Equal(
            "Commune A: all 12 gates offline since 10:00, at 3 sites.", Sentence(Language.English, gate with
            {
                Subject = new AlertSubject(AlertSubjectKind.Node, "xa-a"),
                Detail = """{"gates":"12","sites":"3"}""",
            }));
        Assert.Equal(
            "Trung tâm: lũ lụt từ 10:00.", Sentence(Language.Vietnamese, gate with
            {
                Kind = "lũ lụt",
                Subject = new AlertSubject(AlertSubjectKind.Hub, ""),
                Detail = null,
            }));
    }

    [Fact]
    public void One_alert_is_the_subject_itself_and_many_are_counted()
    {
        var text = new MessageText(NoticePlanTests.Recipient() with { Language = Language.English }, Tree, Now, null);
        var one = NoticePlan.Compose([NoticePlanTests.Waiting(1)], false, Now)!;
        Assert.Equal("CheckIn: Gate cong-1: offline since 10:00", text.Subject(one));
        var over = NoticePlanTests.Waiting(2) with { News = NoticeNews.Cleared, IsTold = true, ClearedAt = Now };
        var two = NoticePlan.Compose([NoticePlanTests.Waiting(1), over], false, Now)!;
        Assert.Equal("CheckIn: 1 new alert, 1 over", text.Subject(two));
        Assert.Equal("""
            1 new alert, 1 over.

            New:
            ▲ Warning: Gate cong-1: offline since 10:00.

            Over:
            ✓ Gate cong-2: offline from 10:00 to 10:00.

            CheckIn told truc-ban this at 10:00.

            """, text.Body(two));
    }

    private static string Sentence(Language language, WaitingNotice notice) =>
        new AlertSentence(language, Tree, Now).Of(notice.Facts());

    [GeneratedRegex("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")]
    private static partial Regex Diacritics();
}
