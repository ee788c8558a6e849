namespace CheckIn.Faults.Record;

/// <summary>What a comparison found; each finding names what it is about.</summary>
internal sealed class Verdict
{
    private const int Shown = 10;
    private readonly Dictionary<string, List<string>> _findings = [];

    /// <summary>Decisions that gates have recorded.</summary>
    internal long Decided { get; set; }
    /// <summary>Of these, those that the hub has, word for word.</summary>
    internal long Stored { get; set; }
    /// <summary>Events of every kind that gates have recorded.</summary>
    internal long Events { get; set; }
    /// <summary>Codes that were shown, and what the bystander saw for an answer.</summary>
    internal long Presented { get; set; }
    internal long Admitted { get; set; }
    internal long Refused { get; set; }
    /// <summary>Red lamps without a row while there was no room for one.</summary>
    internal long RefusedWithoutRoom { get; set; }
    /// <summary>Recorded, and killed before anybody saw the answer.</summary>
    internal long Unseen { get; set; }

    internal long DuplicatesStored => Count("stored twice") + Count("decided twice");
    internal long Missing => Count("missing at the hub") + Count("answered without a row");
    internal long Reordered => Count("out of order");
    internal bool IsGood => _findings.Count == 0;

    /// <summary>Each kind of finding with its number and the first few of it.</summary>
    internal IEnumerable<string> Lines => _findings.OrderBy(kind => kind.Key, StringComparer.Ordinal).SelectMany(kind =>
        kind.Value.Take(Shown).Prepend($"{kind.Key}: {kind.Value.Count}")
            .Concat(kind.Value.Count > Shown ? [$"... and {kind.Value.Count - Shown} more"] : []));

    internal void Find(string kind, string what)
    {
        if (!_findings.TryGetValue(kind, out var all))
            _findings[kind] = all = [];
        all.Add("  " + what);
    }

    private long Count(string kind) => _findings.TryGetValue(kind, out var all) ? all.Count : 0;
}
