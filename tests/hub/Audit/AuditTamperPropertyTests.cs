using System.Security.Cryptography;
using CheckIn.Hub.Audit;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Audit;

/// <summary>Whatever is done to a sealed chain by somebody without the key, it is found, and not before where it is.</summary>
public sealed class AuditTamperPropertyTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Random_tampering_with_random_rows_is_found_where_it_begins() => Prop.ForAll(
        (from seed in ArbMap.Default.GeneratorFor<int>() select seed).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var (rows, seals) = Chain(random);
            Assert.Empty(Check(rows, seals).Faults);
            var first = Tamper(random, rows);
            var check = Check(rows, seals);
            Assert.True(check.FaultCount > 0, $"seed {seed}");
            Assert.True(
                check.Vouched < first || check.Faults.Min(fault => fault.Row) <= first + 1, $"seed {seed}: {check.Faults[0]}");
            Assert.True(check.Faults.Max(fault => fault.Last) >= first, $"seed {seed}: {check.Faults[0]}");
        }).QuickCheckThrowOnFailure();

    private (List<AuditStoredRow> Rows, List<AuditSeal> Seals) Chain(Random random)
    {
        var (rows, seals, link) = (new List<AuditStoredRow>(), new List<AuditSeal>(), AuditLink.Genesis);
        var count = random.Next(1, 40);
        for (var id = 1; id <= count; id++)
        {
            var content = new AuditContent(id, random.NextInt64(), [.. Enumerable.Range(0, 7).Select(_ => Text(random))]);
            link = AuditLink.Of(link, content);
            rows.Add(new(content, link, IsTyped: true));
            if (random.Next(5) == 0 || id == count)
                seals.Add(AuditSeal.Sign(seals.Count + 1, id, DateTimeOffset.UnixEpoch, link, _key));
        }
        return (rows, seals);
    }

    /// <summary>Does something to the rows; returns the first row that is concerned.</summary>
    private static long Tamper(Random random, List<AuditStoredRow> rows)
    {
        var at = random.Next(rows.Count);
        var row = rows[at];
        var changed = row.Content with { Texts = [.. row.Content.Texts.Select((text, i) => i == at % 7 ? [.. text ?? [], 1] : text)] };
        switch (random.Next(6))
        {
            case 0:
                rows[at] = row with { Content = changed };
                break;
            case 1:
                rows.RemoveAt(at);
                break;
            case 2: // From there on everything fits again, but the seals.
                rows[at] = row with { Content = changed };
                Relink(rows, at);
                break;
            case 3: // Taken out, the rest moved up and linked anew.
                rows.RemoveAt(at);
                for (var i = at; i < rows.Count; i++)
                    rows[i] = rows[i] with { Content = rows[i].Content with { Id = i + 1 } };
                Relink(rows, at);
                break;
            case 4: // One put in between.
                rows.Insert(at, row with { Content = changed });
                for (var i = at; i < rows.Count; i++)
                    rows[i] = rows[i] with { Content = rows[i].Content with { Id = i + 1 } };
                Relink(rows, at);
                break;
            default: // The end cut off.
                rows.RemoveRange(at, rows.Count - at);
                break;
        }
        return at + 1;
    }

    private static void Relink(List<AuditStoredRow> rows, int from)
    {
        for (var i = from; i < rows.Count; i++)
            rows[i] = rows[i] with { Link = AuditLink.Of(i == 0 ? AuditLink.Genesis : rows[i - 1].Link, rows[i].Content) };
    }

    private AuditCheck Check(List<AuditStoredRow> rows, List<AuditSeal> seals)
    {
        var check = new AuditCheck(
            AuditPosition.Start, new Dictionary<string, ECDsa> { [SealKeys.IdOf(_key)] = _key });
        var waiting = new Queue<AuditSeal>(seals);
        foreach (var row in rows)
        {
            check.Add(row);
            while (waiting.TryPeek(out var seal) && seal.Row <= row.Content.Id)
                check.Add(waiting.Dequeue());
        }
        while (waiting.TryDequeue(out var seal))
            check.Add(seal);
        return check;
    }

    private static byte[]? Text(Random random)
    {
        if (random.Next(4) == 0)
            return null;
        var text = new byte[random.Next(6)];
        random.NextBytes(text);
        return text;
    }
}
