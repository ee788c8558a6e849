using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Hub.Events;
using CheckIn.Record;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>What came of going along a chain, or a part of it.</summary>
/// <param name="Position">Where it ended.</param>
/// <param name="Vouched">Up to which row a good seal holds the links fast.</param>
/// <param name="IsSealChecked">The signatures were held against the hub's keys.</param>
internal sealed record AuditVerdict(
    long Rows, AuditPosition Position, long Vouched, long Seals, AuditSeal? LastSeal, bool IsSealChecked,
    long FaultCount, IReadOnlyList<AuditFault> Faults)
{
    internal bool IsWhole => FaultCount == 0;
}

/// <summary>
/// The audit read from the hub's file by whoever verifies it, also while the hub runs: over a connection that can only
/// read and never checkpoints, in steps that end.
/// </summary>
internal sealed class AuditRecord : IDisposable
{
    private readonly Database _database;

    /// <exception cref="RecordException">There is none, or it is of another version.</exception>
    /// <exception cref="DatabaseException">It cannot be read.</exception>
    internal AuditRecord(string path)
    {
        if (!File.Exists(path))
            throw new RecordException($"There is no hub's database {path}. Name it with --database.");
        _database = Database.OpenReader(path);
        var version = int.Parse(_database.Pragma("user_version"), CultureInfo.InvariantCulture);
        if (version < EventSchema.FirstWithAuditChain || version > EventSchema.Version)
        {
            _database.Dispose();
            throw new RecordException(
                $"{path} has schema version {version}; the audit is a chain from {EventSchema.FirstWithAuditChain} on, "
                + $"and this program reads up to {EventSchema.Version}. A hub of this version brings an older "
                + "one up to "
                + "date at its start.");
        }
    }

    internal long LastRow => Head.Id;

    /// <summary>Number and link of the last row.</summary>
    internal (long Id, byte[] Link) Head => AuditRows.Head(_database);

    /// <summary>Goes along the chain.</summary>
    /// <param name="from">From behind this.</param>
    /// <param name="most">Rows; what then is left is for another time.</param>
    /// <param name="keys">Null = signatures are not looked at.</param>
    /// <param name="remembered">The last seal as the hub remembers it, read before this; null = it does not.</param>
    /// <param name="cancellation">Ends it.</param>
    internal AuditVerdict Check(
        AuditPosition from, long most, IReadOnlyDictionary<string, ECDsa>? keys, AuditSeal? remembered,
        CancellationToken cancellation)
    {
        var check = new AuditCheck(from, keys);
        // Rows are added meanwhile: seals that come after this cover some that are read no more.
        var lastSeal = AuditSeals.Last(_database)?.Number ?? 0;
        var all = Seals(from.Seal, lastSeal);
        if (remembered?.Number > lastSeal)
            all = all.Append(remembered);
        using var seals = all.GetEnumerator();
        var waiting = Next(seals);
        var isEnd = false;
        while (!isEnd && check.Rows < most)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = AuditRows.After(_database, check.Position.Row);
            foreach (var row in rows)
            {
                check.Add(row);
                Take(upTo: row.Content.Id);
            }
            isEnd = rows.Count < AuditRows.Step;
        }
        if (isEnd)
            Take(upTo: long.MaxValue);
        return new(
            check.Rows, check.Position, check.Vouched, check.Seals, check.LastSeal, keys is not null, check.FaultCount,
            check.Faults);

        void Take(long upTo)
        {
            for (; waiting is not null && waiting.Row <= upTo; waiting = Next(seals))
                check.Add(waiting, isKept: waiting.Number <= lastSeal);
        }
    }

    /// <summary>Where a check may begin: a seal by the hub's key, no later than this row.</summary>
    internal AuditPosition AnchorUpTo(long row, IReadOnlyDictionary<string, ECDsa> keys) =>
        AuditSeals.UpTo(_database, row) is { } seal && keys.TryGetValue(seal.Key, out var key) && seal.IsBy(key)
            ? new AuditPosition(seal.Row, seal.Link, seal.Number) : AuditPosition.Start;

    public void Dispose() => _database.Dispose();

    private IEnumerable<AuditSeal> Seals(long after, long last)
    {
        for (var step = AuditSeals.After(_database, after, last); step.Count > 0;
            step = AuditSeals.After(_database, step[^1].Number, last))
        {
            foreach (var seal in step)
                yield return seal;
        }
    }

    private static AuditSeal? Next(IEnumerator<AuditSeal> seals) => seals.MoveNext() ? seals.Current : null;
}
