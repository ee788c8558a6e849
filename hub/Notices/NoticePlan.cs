using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Notices;

/// <summary>What a recipient is still to hear of an alert.</summary>
internal enum NoticeNews { None, Raised, Cleared }

/// <summary>How one recipient stands to one alert.</summary>
/// <param name="IsTold">He was told that it began.</param>
/// <param name="News">What he is to hear next.</param>
internal readonly record struct NoticeState(bool IsTold, NoticeNews News);

/// <summary>
/// Who is told what, as a pure function. Somebody is told that an alert began when it concerns him, matters enough to
/// him and has reached his level; once, however often it escalates. He is told that it is over only if he was to hear
/// that it began: what came and went before his message left is one line in it. Whoever has not heard of it yet does
/// not when somebody has taken it on. A snooze and quiet hours hold back and forget nothing, save what is over before
/// the snooze ends. An alert that gave way to one of the whole site or node is not over, so nothing is said of it.
/// </summary>
internal static class NoticePlan
{
    /// <summary>Alerts that a message names; the others are counted in it.</summary>
    internal const int MostNamed = 50;

    /// <summary>Whether he is among those who are told of it.</summary>
    /// <param name="site">Where the gate is, if it is about a gate; null = not known.</param>
    internal static bool Concerns(Recipient recipient, AlertMessage alert, string? site, SiteTree tree, DateOnly day) =>
        alert.Level >= recipient.Level
        && AlertMessages.SeverityOf(alert.Severity) >= recipient.Least
        && (recipient.Node is null || IsIn(recipient.Node, alert, site, tree, day));

    /// <summary>How he stands to it after a change; null = there is nothing to remember.</summary>
    internal static NoticeState? Step(NoticeState? state, AlertMessage change, bool concerns) => change.Change switch
    {
        AlertChangeWords.Raised or AlertChangeWords.Escalated =>
            state ?? (concerns ? new NoticeState(false, NoticeNews.Raised) : null),
        AlertChangeWords.Cleared when change.Detail?.ContainsKey(AlertDetails.Into) == true => null,
        AlertChangeWords.Cleared => state is { IsTold: false, News: NoticeNews.None }
            ? null : state is { } known ? known with { News = NoticeNews.Cleared } : null,
        AlertChangeWords.Acknowledged => state is { News: NoticeNews.Raised } waits
            ? waits with { News = NoticeNews.None } : state,
        _ => state,
    };

    /// <summary>What becomes of one that waits, when a message is made.</summary>
    internal static Fate Judge(WaitingNotice notice, bool isQuiet, DateTimeOffset now)
    {
        var isSnoozed = notice.News == NoticeNews.Raised ? notice.SnoozedUntil > now
            : !notice.IsTold && notice.SnoozedUntil > notice.ClearedAt;
        if (isSnoozed)
            return notice.News == NoticeNews.Raised ? Fate.Waits : Fate.Dropped;
        return isQuiet && notice.Severity != Severity.Critical ? Fate.Waits : Fate.Told;
    }

    /// <summary>The message of all that waits for a recipient and may be told now; null = nothing.</summary>
    internal static NoticeContent? Compose(IEnumerable<WaitingNotice> waiting, bool isQuiet, DateTimeOffset now)
    {
        var told = waiting.Where(notice => Judge(notice, isQuiet, now) == Fate.Told)
            .OrderBy(static notice => notice.News)
            .ThenByDescending(static notice => notice.Severity)
            .ThenByDescending(static notice => notice.Subject.Kind)
            .ThenBy(static notice => notice.Since)
            .ThenBy(static notice => notice.Alert)
            .ToArray();
        if (told.Length == 0)
            return null;
        var more = told.Skip(MostNamed).GroupBy(static notice => notice.Kind, StringComparer.Ordinal)
            .Select(static kind => new KindCount(kind.Key, kind.Count())).OrderByDescending(static kind => kind.Count);
        return new NoticeContent([.. told.Take(MostNamed)], [.. more])
        {
            Raised = told.Count(static notice => notice.News == NoticeNews.Raised),
            Cleared = told.Count(static notice => notice is { News: NoticeNews.Cleared, IsTold: true }),
            Passed = told.Count(static notice => notice is { News: NoticeNews.Cleared, IsTold: false }),
        };
    }

    /// <summary>
    /// A node that has ended stands for what it became. A node's alert stands for those of its gates, so it concerns
    /// whoever looks after a part of it as well.
    /// </summary>
    private static bool IsIn(string node, AlertMessage alert, string? site, SiteTree tree, DateOnly day)
    {
        if (alert.SubjectKind is not ("gate" or "site" or "node"))
            return true;
        if (tree.NodeByCode(node) is not { } named)
            return false;
        var today = tree.On(day);
        var own = today.Standing(named) ?? named;
        if (alert.SubjectKind != "node")
        {
            var place = alert.SubjectKind == "gate" ? site : alert.Subject;
            return tree.Covers(new FleetScope(Node: own.Code), "", place, day);
        }
        return tree.NodeByCode(alert.Subject) is { } subject && (today.Standing(subject) ?? subject) is var meant
            && (today.IsWithin(own, meant) || today.IsWithin(meant, own));
    }
}

/// <summary>What becomes of a notice that waits.</summary>
internal enum Fate { Told, Waits, Dropped }

/// <summary>A notice that waits, with what there is to say of its alert.</summary>
internal sealed record WaitingNotice(
    long Alert, bool IsTold, NoticeNews News, string Kind, AlertSubject Subject, Severity Severity, int Level,
    DateTimeOffset Since, DateTimeOffset? ClearedAt, DateTimeOffset? SnoozedUntil)
{
    /// <summary>JSON of the figures.</summary>
    internal string? Detail { get; init; }
    /// <summary>The gate's name for people.</summary>
    internal string? Label { get; init; }
    /// <summary>Where the gate is.</summary>
    internal string? Site { get; init; }

    /// <summary>The figures.</summary>
    internal IReadOnlyDictionary<string, string> Figures() => Detail is null ? new Dictionary<string, string>()
        : JsonSerializer.Deserialize(Detail, NoticeJson.Default.DictionaryStringString) ?? [];

    /// <summary>What its sentence is made of.</summary>
    internal AlertFacts Facts() =>
        new(Kind, Subject, Since, News == NoticeNews.Raised ? null : ClearedAt, Figures(), Label, Site);
}

/// <summary>How many of one kind.</summary>
internal sealed record KindCount(string Kind, int Count);

/// <summary>What a message is made of: the worst by name, and how many more there are.</summary>
/// <param name="Named">What began first, the worst first; then what is over.</param>
internal sealed record NoticeContent(IReadOnlyList<WaitingNotice> Named, IReadOnlyList<KindCount> More)
{
    /// <summary>How many began, named or not.</summary>
    internal int Raised { get; init; }
    /// <summary>How many are over of which he was told that they began.</summary>
    internal int Cleared { get; init; }
    /// <summary>How many came and went since his last message.</summary>
    internal int Passed { get; init; }
    internal int All => Raised + Cleared + Passed;
}
