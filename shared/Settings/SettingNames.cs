namespace CheckIn.Settings;

/// <summary>Which name somebody meant who wrote another.</summary>
internal static class SettingNames
{
    private const int MostSlips = 2;
    private const int LongestName = 64;

    /// <summary>The name that differs by at most two letters; null = none does.</summary>
    internal static string? Nearest(string written, IEnumerable<string> names) => written.Length > LongestName ? null
        : names.Where(static name => name.Length > MostSlips)
            .Select(name => (Name: name, Slips: Slips(written.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(static pair => pair.Slips <= MostSlips).OrderBy(static pair => pair.Slips).FirstOrDefault().Name;

    /// <summary>Letters to put in, leave out, change or swap with the next one (optimal string alignment).</summary>
    private static int Slips(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }
        return table[left.Length, right.Length];
    }
}
