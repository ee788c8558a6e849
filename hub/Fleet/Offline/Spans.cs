namespace CheckIn.Hub.Fleet.Offline;

/// <summary>A time from one moment to another, the end not included.</summary>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset To)
{
    internal TimeSpan Length => To > From ? To - From : TimeSpan.Zero;
}

/// <summary>Arithmetic of times; what it returns is in order, apart, and has no empty parts.</summary>
internal static class Spans
{
    internal static TimeSpan Length(IEnumerable<Span> spans) =>
        spans.Aggregate(TimeSpan.Zero, static (sum, span) => sum + span.Length);

    /// <summary>Every moment that is in any of them.</summary>
    internal static IReadOnlyList<Span> Union(IEnumerable<Span> spans)
    {
        var found = new List<Span>();
        foreach (var span in spans.Where(static span => span.To > span.From).OrderBy(static span => span.From))
        {
            if (found.Count > 0 && span.From <= found[^1].To)
                found[^1] = found[^1] with { To = span.To > found[^1].To ? span.To : found[^1].To };
            else
                found.Add(span);
        }
        return found;
    }

    /// <summary>Of <paramref name="spans"/>, in order and apart, what lies within <paramref name="time"/>.</summary>
    internal static IReadOnlyList<Span> Within(IReadOnlyList<Span> spans, Span time) => Both(spans, [time]);

    /// <summary>Every moment that is in both; each is in order and apart.</summary>
    internal static IReadOnlyList<Span> Both(IReadOnlyList<Span> a, IReadOnlyList<Span> b)
    {
        var found = new List<Span>();
        for (var (i, j) = (0, 0); i < a.Count && j < b.Count;)
        {
            var from = a[i].From > b[j].From ? a[i].From : b[j].From;
            var to = a[i].To < b[j].To ? a[i].To : b[j].To;
            if (to > from)
                found.Add(new Span(from, to));
            if (a[i].To < b[j].To)
                i++;
            else
                j++;
        }
        return found;
    }

    /// <summary>What of <paramref name="time"/> is in none of them; they are in order and apart.</summary>
    internal static IReadOnlyList<Span> Gaps(IReadOnlyList<Span> spans, Span time)
    {
        var found = new List<Span>();
        var at = time.From;
        foreach (var span in Within(spans, time))
        {
            if (span.From > at)
                found.Add(new Span(at, span.From));
            at = span.To;
        }
        if (time.To > at)
            found.Add(new Span(at, time.To));
        return found;
    }
}
