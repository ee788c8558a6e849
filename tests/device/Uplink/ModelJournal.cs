using System.Buffers.Binary;
using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Tests.Uplink;

/// <summary>An event of the model: its number, what it says, and its link, which says all before it as well.</summary>
internal sealed record ModelEvent(long Seq, long Fact, string Link);

/// <summary>One epoch of the model.</summary>
internal sealed class ModelEpoch(string name)
{
    internal string Name => name;
    internal SortedDictionary<long, ModelEvent> Rows { get; init; } = [];
    internal long LastSeq => Rows.Count == 0 ? Anchor : Rows.Keys.Last();
    internal long Anchor { get; set; }
    internal long Delivered { get; set; }
    internal long? DivergedFrom { get; set; }

    internal ModelEpoch Copy() => new(name)
    {
        Rows = new(Rows), Anchor = Anchor, Delivered = Delivered, DivergedFrom = DivergedFrom,
    };
}

/// <summary>
/// A gate's journal as the uplink sees it, in memory: small enough that a run of thousands of steps takes a millisecond.
/// The real one holds the same by <c>JournalEpochTests</c>.
/// </summary>
internal sealed class ModelJournal
{
    private static long _names;
    private List<ModelEpoch> _epochs = [new($"e{Interlocked.Increment(ref _names)}")];

    /// <summary>Every event that this card still owes the hub: all that it ever decided but what was damaged.</summary>
    internal List<(string Epoch, ModelEvent Event)> Owed { get; private set; } = [];

    internal ModelEpoch Current => _epochs[^1];

    internal IReadOnlyList<JournalEpoch> Epochs =>
    [
        .. _epochs.Where(epoch => epoch == Current || epoch.Rows.Count > 0).Select(static epoch => new JournalEpoch(
            epoch.Name, epoch.LastSeq, epoch.Delivered, epoch.Anchor + 1, epoch.DivergedFrom)),
    ];

    internal ModelEpoch? Find(string epoch) => _epochs.Find(known => known.Name == epoch);

    internal ModelJournal Copy() => new()
    {
        _epochs = [.. _epochs.Select(static epoch => epoch.Copy())], Owed = [.. Owed],
    };

    internal void Append(long fact)
    {
        var prev = Current.Rows.Count == 0 ? Genesis(Current.Name) : Current.Rows.Values.Last().Link;
        var added = new ModelEvent(Current.LastSeq + 1, fact, Link(prev, fact));
        Current.Rows.Add(added.Seq, added);
        Owed.Add((Current.Name, added));
    }

    internal void OpenEpoch(long alarm, bool isConflict)
    {
        if (isConflict)
            Diverge(Current.Name);
        _epochs.Add(new ModelEpoch($"e{Interlocked.Increment(ref _names)}"));
        Append(alarm);
    }

    internal void Diverge(string epoch) => Find(epoch)!.DivergedFrom ??= Find(epoch)!.Delivered;

    internal void SetDelivered(string name, long through)
    {
        var epoch = Find(name)!;
        epoch.Delivered = Math.Clamp(through, epoch.Anchor, epoch.LastSeq);
    }

    /// <summary>Damage takes a row; what is left is salvaged and a new epoch begins.</summary>
    internal void Damage(long seq, long alarm)
    {
        var ended = Current;
        if (ended.Rows.Remove(seq))
            Owed.RemoveAll(owed => owed.Epoch == ended.Name && owed.Event.Seq == seq);
        ended.Anchor = ended.Rows.Count == 0 ? ended.Anchor : ended.Rows.Keys.First() - 1;
        ended.Delivered = Math.Clamp(ended.Delivered, ended.Anchor, ended.LastSeq);
        OpenEpoch(alarm, isConflict: false);
    }

    internal long NextKept(string name, long from)
    {
        var epoch = Find(name)!;
        return epoch.Rows.Keys.Where(seq => seq >= from).DefaultIfEmpty(epoch.LastSeq + 1).First();
    }

    internal ModelBatch? ReadBatch(string name, long from, int most)
    {
        var epoch = Find(name)!;
        var events = new List<ModelEvent>();
        while (events.Count < most && epoch.Rows.TryGetValue(from + events.Count, out var row))
            events.Add(row);
        var firstRetained = from;
        while (epoch.Rows.ContainsKey(firstRetained - 1))
            firstRetained--;
        return events.Count == 0 ? null : new ModelBatch(name, firstRetained, events);
    }

    internal byte[]? LinkOf(string name, long seq) => seq == 0 ? Convert.FromHexString(Genesis(name))
        : Find(name)!.Rows.TryGetValue(seq, out var row) ? Convert.FromHexString(row.Link) : null;

    internal static string Genesis(string epoch) => ChainLink.ToText(ChainLink.Genesis(epoch));

    private static string Link(string prev, long fact)
    {
        Span<byte> bytes = stackalloc byte[ChainLink.Size + 8];
        Convert.FromHexString(prev, bytes, out _, out _);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[ChainLink.Size..], fact);
        return ChainLink.ToText(SHA256.HashData(bytes));
    }
}

/// <summary>A batch on its way.</summary>
internal sealed record ModelBatch(string Epoch, long FirstRetained, IReadOnlyList<ModelEvent> Events)
{
    internal long First => Events[0].Seq;
    internal long Last => Events[^1].Seq;
}
