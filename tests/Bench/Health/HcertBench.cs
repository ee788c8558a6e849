using System.Text;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;

namespace CheckIn.Bench.Health;

/// <summary>
/// Judges every vector and reads every picture of a tree, set by set. A picture, in a vector or a file of its own, counts
/// as read when the gate's reader finds in it a vector's code of its set, or one that a certificate of its set has signed;
/// where the set has no certificate of that name, one that is whole: its checksum fits, and it is a signed message.
/// </summary>
internal sealed class HcertBench(Table table, bool lists)
{
    private readonly List<Row> _rows = [];

    private sealed record Row(string Set, int Vectors, int Disagree, int Pictures, int Read);

    internal void Run(HcertTree tree)
    {
        var sets = tree.Vectors.Select(static vector => vector.Set)
            .Concat(tree.Pictures.Select(static picture => picture.Set)).Distinct().Order(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            var vectors = tree.Vectors.Where(vector => vector.Set == set).ToArray();
            var pictures = tree.Pictures.Where(picture => picture.Set == set).ToArray();
            Add(new(set, vectors.Length, vectors.Count(vector => !Agrees(vector, tree.Issues)), 0, 0), vectors, pictures);
        }
        Print(new(
            "all", _rows.Sum(static row => row.Vectors), _rows.Sum(static row => row.Disagree),
            _rows.Sum(static row => row.Pictures), _rows.Sum(static row => row.Read)));
    }

    private void Add(Row row, HcertVector[] vectors, HcertPicture[] files)
    {
        var trust = new TrustList(1, DateTimeOffset.UnixEpoch, [.. vectors
            .Where(static vector => vector.Signer is not null).Select(static vector => vector.Signer! with { Usages = null })
            .DistinctBy(static signer => Convert.ToHexString(signer.KeyId))]);
        var codes = vectors.Select(static vector => vector.Prefix).ToHashSet();
        var pictures = vectors.Where(static vector => vector.Picture is not null)
            .Select(static vector => (vector.Name, File: vector.Picture!))
            .Concat(files.Select(static file => (file.Name, File: File.ReadAllBytes(file.Path))))
            .Where(static picture => HcertPictures.IsPicture(picture.File)).ToArray();
        var read = pictures.Count(picture => IsRead(picture.Name, picture.File, codes, trust));
        row = row with { Pictures = pictures.Length, Read = read };
        _rows.Add(row);
        Print(row);
    }

    private bool Agrees(HcertVector vector, KnownIssues issues)
    {
        var disagreements = HcertJudge.Judge(vector).ToArray();
        foreach (var found in disagreements)
        {
            List(
                vector.Name, $"{found.Check}={(found.Expected ? "true" : "false")}", found.Got,
                issues.Reason(vector, found.Check) is { } reason ? "known bad data: " + reason : "not documented");
        }
        return disagreements.Length == 0;
    }

    private bool IsRead(string name, byte[] file, HashSet<string?> codes, TrustList trust)
    {
        var got = "no QR code is found";
        foreach (var text in HcertPictures.Read(file))
        {
            var read = HealthCertificate.Read(Encoding.UTF8.GetBytes(text), trust, DateTimeOffset.UnixEpoch);
            // Its clock is not asked for here.
            if (codes.Contains(text) || read.Subject is not null
                || read.Proof is CredentialProof.NoKey or CredentialProof.ListTooOld)
                return true;
            got = read.Problem!;
        }
        List(name, "picture", got, "not read");
        return false;
    }

    private void List(string vector, string expected, string got, string reason)
    {
        if (lists)
            table.Add(("vector", vector), ("expected", expected), ("got", got), ("reason", reason));
    }

    private void Print(Row row) => table.Add(
        ("set", row.Set), ("vectors", row.Vectors), ("agree", row.Vectors - row.Disagree), ("disagree", row.Disagree),
        ("pictures", row.Pictures), ("pictures_read", row.Read));
}
