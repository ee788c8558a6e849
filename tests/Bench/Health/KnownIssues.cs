namespace CheckIn.Bench.Health;

/// <summary>
/// What a collection itself calls bad data: test, set, vector (empty = all of the set), reason, as CSV.
/// </summary>
internal sealed class KnownIssues
{
    internal const string FileName = "known_issues.csv";

    private static readonly Dictionary<string, string[]> Checks = new()
    {
        ["test_cose_schema"] = ["EXPECTEDSCHEMAVALIDATION"],
        ["test_cose_json"] = ["EXPECTEDDECODE", "EXPECTEDVALIDJSON"],
        ["test_cbor_json"] = ["EXPECTEDDECODE", "EXPECTEDVALIDJSON", "EXPECTEDENCODE"],
        ["test_cose_cbor"] = ["EXPECTEDDECODE"],
        ["test_verification_check"] = ["EXPECTEDVERIFY"],
        ["test_expiration_check"] = ["EXPECTEDEXPIRATIONCHECK"],
        ["test_expected_key_usage"] = ["EXPECTEDKEYUSAGE"],
        ["test_compression"] = ["EXPECTEDCOMPRESSION"],
        ["test_b45decode"] = ["EXPECTEDB45DECODE"],
        ["test_un_prefix"] = ["EXPECTEDUNPREFIX"],
        ["test_picture_decode"] = ["EXPECTEDPICTUREDECODE"],
    };

    private readonly List<(string[] Checks, string Set, string Vector, string Reason)> _issues = [];

    internal void Add(IEnumerable<string> lines)
    {
        foreach (var cells in lines.Select(static line => line.Split(',', 4)).Where(static cells => cells.Length == 4))
        {
            // An empty test stands for all of them.
            if (cells[0].Length == 0)
                _issues.Add(([.. Checks.Values.SelectMany(static checks => checks)], cells[1], cells[2], cells[3]));
            else if (Checks.TryGetValue(cells[0], out var checks))
                _issues.Add((checks, cells[1], cells[2], cells[3]));
        }
    }

    /// <summary>Why a check of a vector is known to be wrong; null where it is not.</summary>
    internal string? Reason(HcertVector vector, string check) => _issues.Where(issue =>
            issue.Checks.Contains(check) && issue.Set == vector.Set
            && (issue.Vector.Length == 0 || issue.Vector == Path.GetFileNameWithoutExtension(vector.Name)))
        .Select(static issue => issue.Reason).FirstOrDefault();
}
