using System.Text;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>
/// A message in words: how much happened, then a line for each alert that it names, then how many more there are of
/// what kind.
/// </summary>
internal sealed class MessageText(Recipient recipient, SiteTree tree, DateTimeOffset now, Uri? page)
{
    private const int LongestSubject = 150;
    private readonly AlertSentence _sentence = new(recipient.Language, tree, now);

    internal string SentenceOf(WaitingNotice notice) => _sentence.Of(notice.Facts());

    internal string SubjectOf(WaitingNotice notice) => _sentence.SubjectOf(notice.Facts());

    /// <summary>One line: the alert itself where there is only one.</summary>
    internal string Subject(NoticeContent content)
    {
        var text = content.All == 1
            ? (content.Raised == 1 ? "" : Say("Over: ", "Đã hết: ")) + SentenceOf(content.Named[0]).TrimEnd('.')
            : Totals(content);
        return "CheckIn: " + (text.Length <= LongestSubject ? text : text[..LongestSubject] + "…");
    }

    internal string Body(NoticeContent content)
    {
        var text = new StringBuilder().Append(Totals(content)).Append(".\n");
        Part(text, Say("New", "Mới"), content, static notice => notice.News == NoticeNews.Raised);
        Part(text, Say("Over", "Đã hết"), content,
            static notice => notice is { News: NoticeNews.Cleared, IsTold: true });
        Part(text, Say("Came and went", "Đã xảy ra và đã hết"), content,
            static notice => notice is { News: NoticeNews.Cleared, IsTold: false });
        if (content.More.Count > 0)
        {
            var kinds = content.More.Select(
                kind => $"{AlertPhrases.Of(recipient.Language, kind.Kind)}: {_sentence.Count(kind.Count)}");
            text.Append('\n').Append(Say("And ", "Và "))
                .Append(_sentence.Count(content.More.Sum(static kind => kind.Count)))
                .Append(Say(" more: ", " cảnh báo nữa: ")).AppendJoin("; ", kinds).Append(".\n");
        }
        text.Append('\n');
        if (page is not null)
            text.Append(Say("See and answer: ", "Xem và nhận xử lý: ")).Append(page.AbsoluteUri).Append('\n');
        return text.Append(Say(
            $"CheckIn told {recipient.Name} this at {_sentence.Moment(now)}.",
            $"CheckIn gửi cho {recipient.Name} lúc {_sentence.Moment(now)}.")).Append('\n').ToString();
    }

    /// <summary>What somebody is sent who asks whether messages arrive.</summary>
    internal (string Subject, string Body) Test() => (
        Say("CheckIn: test message", "CheckIn: tin nhắn thử"),
        Say($"Messages of CheckIn reach {recipient.Name}. Nothing has happened.\n",
            $"Tin nhắn của CheckIn đến được {recipient.Name}. Không có sự việc nào.\n"));

    private void Part(StringBuilder text, string head, NoticeContent content, Func<WaitingNotice, bool> belongs)
    {
        var notices = content.Named.Where(belongs).ToArray();
        if (notices.Length == 0)
            return;
        text.Append('\n').Append(head).Append(":\n");
        foreach (var notice in notices)
            text.Append(Mark(notice)).Append(' ').Append(SentenceOf(notice)).Append('\n');
    }

    private string Totals(NoticeContent content)
    {
        var parts = new List<string>();
        if (content.Raised > 0)
            parts.Add(Say($"{Count(content.Raised, "new alert")}", $"{_sentence.Count(content.Raised)} cảnh báo mới"));
        if (content.Cleared > 0)
            parts.Add(Say($"{_sentence.Count(content.Cleared)} over", $"{_sentence.Count(content.Cleared)} đã hết"));
        if (content.Passed > 0)
            parts.Add(Say(
                $"{_sentence.Count(content.Passed)} came and went",
                $"{_sentence.Count(content.Passed)} đã xảy ra và đã hết"));
        return string.Join(", ", parts);
    }

    private string Count(int count, string what) => $"{_sentence.Count(count)} {what}{(count == 1 ? "" : "s")}";

    private string Mark(WaitingNotice notice) => notice.News == NoticeNews.Cleared ? "✓" : notice.Severity switch
    {
        Severity.Critical => Say("■ Critical:", "■ Nghiêm trọng:"),
        Severity.Warning => Say("▲ Warning:", "▲ Cảnh báo:"),
        _ => Say("● Notice:", "● Lưu ý:"),
    };

    private string Say(string english, string vietnamese) => recipient.Language.Of(english, vietnamese);
}
