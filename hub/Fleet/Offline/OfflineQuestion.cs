using System.Globalization;
using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>The question cannot be answered: it asks for something that there is not, or cannot be read.</summary>
internal sealed class OfflineException : RefusalException
{
    internal OfflineException(string english, string vietnamese) : base(english, vietnamese) => IsMalformed = true;
}

/// <summary>What somebody wants to know of whom, read and checked.</summary>
/// <param name="Day">Null = now.</param>
internal readonly record struct OfflineQuestion(DateOnly? Day, FleetScope Scope)
{
    internal const int MostDaysOfTimeline = 400;

    /// <exception cref="OfflineException">It cannot be read, or there is no such node or site.</exception>
    internal static OfflineQuestion Read(IQueryCollection query, SiteTree tree, DateOnly today)
    {
        var (node, site, gate) = (One(query, "node"), One(query, "site"), One(query, "gate"));
        if (node is not null && tree.NodeByCode(node) is null)
            throw Unknown($"node {Quoted(node)}", $"đơn vị {Quoted(node)}");
        if (site is not null && !GateId.IsValid(site))
            throw Unknown($"site {Quoted(site)}", $"địa điểm {Quoted(site)}");
        if (gate is not null && !GateId.IsValid(gate))
            throw Unknown($"gate {Quoted(gate)}", $"cổng {Quoted(gate)}");
        var scope = new FleetScope(node, site, gate, One(query, "dimension"), One(query, "value"));
        return new(DayOf(One(query, "day"), today), scope);
    }

    /// <exception cref="OfflineException">It is none, or has not begun.</exception>
    internal static DateOnly? DayOf(string? text, DateOnly today)
    {
        if (text is null)
            return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new OfflineException(
                $"day is {Quoted(text)}, which is no day such as {today:yyyy-MM-dd}. Nothing was looked up.",
                $"day là {Quoted(text)}, không phải ngày dạng {today:yyyy-MM-dd}. Chưa tra cứu gì cả.");
        }
        return day <= today ? day : throw new OfflineException(
            $"{day:yyyy-MM-dd} has not begun yet; today is {today:yyyy-MM-dd}. Nothing was looked up.",
            $"Ngày {day:yyyy-MM-dd} chưa tới; hôm nay là {today:yyyy-MM-dd}. Chưa tra cứu gì cả.");
    }

    /// <summary>From and to of a timeline; the last 24 hours if they are not said.</summary>
    /// <exception cref="OfflineException">They cannot be read, or are too far apart.</exception>
    internal static Span TimeOf(IQueryCollection query, DateTimeOffset now)
    {
        var to = Instant(query, "to") ?? now;
        var from = Instant(query, "from") ?? to.AddDays(-1);
        if (from < to && to - from <= TimeSpan.FromDays(MostDaysOfTimeline))
            return new Span(from, to);
        throw new OfflineException(
            $"from must be before to, and by {MostDaysOfTimeline} days at most. Nothing was looked up.",
            $"from phải trước to và cách nhau tối đa {MostDaysOfTimeline} ngày. Chưa tra cứu gì cả.");
    }

    private static DateTimeOffset? Instant(IQueryCollection query, string name)
    {
        if (One(query, name) is not { } text)
            return null;
        const DateTimeStyles asUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, asUtc, out var at)
            && at.Year is > 1970 and < 9000 ? at : throw new OfflineException(
            $"{name} is {Quoted(text)}, which is no time such as 2026-11-21T08:00:00Z. Nothing was looked up.",
            $"{name} là {Quoted(text)}, không phải thời điểm dạng 2026-11-21T08:00:00Z. Chưa tra cứu gì cả.");
    }

    private static string? One(IQueryCollection query, string name) =>
        query[name] is [{ Length: > 0 } value, ..] ? value : null;

    private static string Quoted(string text) => $"'{(text.Length <= 64 ? text : text[..64] + "…")}'";

    private static OfflineException Unknown(string english, string vietnamese) => new(
        $"There is no {english}. Nothing was looked up.", $"Không có {vietnamese}. Chưa tra cứu gì cả.")
    {
        IsUnknown = true,
    };
}
