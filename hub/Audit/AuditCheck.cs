using System.Security.Cryptography;

namespace CheckIn.Hub.Audit;

/// <summary>How far a chain was found good.</summary>
/// <param name="Row">The last row.</param>
/// <param name="Link">That row's.</param>
/// <param name="Seal">The number of the last seal that covers no row after it.</param>
internal sealed record AuditPosition(long Row, byte[] Link, long Seal)
{
    internal static AuditPosition Start { get; } = new(0, AuditLink.Genesis, 0);
}

/// <summary>
/// Goes along a chain, row by row, and holds every seal against the row that it covers. After a fault it goes on from
/// what stands there, so that one change is one fault and the rows behind it are not accused with it. Knows no clock
/// and no store; what it is given it holds only until the next row.
/// </summary>
/// <param name="from">Where it begins: what is before was found good.</param>
/// <param name="keys">Public halves of keys that may seal, by id; null = signatures are not looked at.</param>
internal sealed class AuditCheck(AuditPosition from, IReadOnlyDictionary<string, ECDsa>? keys)
{
    internal const int MostKept = 100;
    private readonly List<AuditFault> _faults = [];
    private long _row = from.Row, _seal = from.Seal, _sealed = from.Row;
    private byte[] _link = from.Link;

    internal long Rows { get; private set; }

    internal long Seals { get; private set; }

    internal AuditSeal? LastSeal { get; private set; }

    internal long FaultCount { get; private set; }

    /// <summary>The first hundred.</summary>
    internal IReadOnlyList<AuditFault> Faults => _faults;

    /// <summary>
    /// The last row whose link a seal by the hub's key holds fast. Where an end is cut off, what is behind this may
    /// have been written anew before the cut.
    /// </summary>
    internal long Vouched => _sealed;

    internal AuditPosition Position => new(_row, _link, _seal);

    internal void Add(AuditStoredRow row)
    {
        var id = row.Content.Id;
        Rows++;
        var follows = id == _row + 1;
        if (!follows)
            Tell(new(AuditFaultKind.Removed, _row + 1, id - 1));
        // Behind a gap there is no link to hold it against; the next row has its own again.
        if (!row.IsTyped || (follows && !AuditLink.Of(_link, row.Content).AsSpan().SequenceEqual(row.Link)))
            Tell(new(AuditFaultKind.Changed, id, id));
        (_row, _link) = (id, row.Link);
    }

    /// <summary>
    /// A seal that covers the last row that was added, or one before it that is not there; behind the last row of all,
    /// one that is cut off.
    /// </summary>
    /// <param name="seal">By number.</param>
    /// <param name="isKept">False = the hub remembers it, and the database does not have it.</param>
    internal void Add(AuditSeal seal, bool isKept = true)
    {
        var missing = isKept ? seal.Number - 1 : seal.Number;
        if (missing > _seal)
            Tell(new(AuditFaultKind.SealRemoved, _seal + 1, missing));
        _seal = seal.Number;
        if (isKept)
            (Seals, LastSeal) = (Seals + 1, seal);
        Hold(seal);
    }

    private void Hold(AuditSeal seal)
    {
        if (keys is not null && !(keys.TryGetValue(seal.Key, out var key) && seal.IsBy(key)))
            Tell(new(AuditFaultKind.SealForged, seal.Number, seal.Number));
        else if (seal.Row > _row)
            Tell(new(AuditFaultKind.Cut, _row + 1, seal.Row));
        else if (seal.Row == _row && !seal.Link.AsSpan().SequenceEqual(_link))
            Tell(new(AuditFaultKind.Rewritten, Math.Min(_sealed + 1, seal.Row), seal.Row));
        else
            _sealed = Math.Max(_sealed, seal.Row);
    }

    private void Tell(AuditFault fault)
    {
        FaultCount++;
        if (_faults.Count < MostKept)
            _faults.Add(fault);
    }
}
