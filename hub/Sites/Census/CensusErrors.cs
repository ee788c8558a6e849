using System.Globalization;
using System.Text;
using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What is wrong in one place of a file.</summary>
/// <param name="Line">
/// Counted from 1, the header included; of a row over several lines, the first. 0 = it is no file, but what a form or
/// the API says.
/// </param>
/// <param name="Column">Its name; null = the line itself.</param>
internal sealed record CensusError(int Line, string? Column, string English, string Vietnamese)
{
    internal string In(Language language)
    {
        var problem = language.Of(English, Vietnamese);
        if (Line == 0)
            return Column is null ? problem : $"{Column}: {problem}";
        return Column is null ? language.Of($"line {Line}: {problem}", $"dòng {Line}: {problem}")
            : language.Of($"line {Line}, column {Column}: {problem}", $"dòng {Line}, cột {Column}: {problem}");
    }
}

/// <summary>Everything wrong with a file: all are counted, the first ones are told.</summary>
internal sealed class CensusErrors
{
    internal const int MostTold = 100;
    private readonly List<CensusError> _first = [];

    internal int Count { get; private set; }

    /// <summary>By line.</summary>
    internal IEnumerable<CensusError> First => _first.OrderBy(static error => error.Line).Take(MostTold);

    internal void Add(int line, string? column, string english, string vietnamese)
    {
        Count++;
        // A check over the whole file comes after those of its lines, and may have found an earlier one.
        if (_first.Count < MostTold * 2)
            _first.Add(new CensusError(line, column, english, vietnamese));
    }

    internal SitesException Refusal() => new(Words(Language.English), Words(Language.Vietnamese))
    {
        IsMalformed = true,
        Errors = this,
    };

    private string Words(Language language)
    {
        var words = new StringBuilder(_first.TrueForAll(static error => error.Line == 0)
            ? language.Of("Nothing was saved.", "Chưa lưu gì cả.")
            : Count == 1
            ? language.Of("Nothing was imported: one thing in the file is wrong.",
                "Chưa nhập gì cả: tệp có một chỗ sai.")
            : language.Of($"Nothing was imported: {Number(Count)} things in the file are wrong.",
                $"Chưa nhập gì cả: tệp có {Number(Count)} chỗ sai."));
        foreach (var error in First)
            words.Append("\n  ").Append(error.In(language));
        if (Count > MostTold)
        {
            words.Append("\n  ").Append(language.Of(
                $"and {Number(Count - MostTold)} more", $"và {Number(Count - MostTold)} chỗ khác"));
        }
        return words.ToString();
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
