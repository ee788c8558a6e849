using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Hub.Visits;

/// <summary>What of a decision's or a passage's body makes a crossing; what a newer gate says beside it is not read.</summary>
/// <param name="Day">Day of the tag.</param>
/// <param name="Cause">Of a passage: number of the decision it follows.</param>
internal readonly record struct CrossingFact(string? Day, string? Category, long? Cause, string? Result)
{
    private const int LongestWord = 64;

    /// <summary>Members that are missing, or are of another form, are null; so is everything where the fact is no JSON.</summary>
    internal static CrossingFact Read(ReadOnlySpan<byte> fact)
    {
        var read = default(CrossingFact);
        var json = new Utf8JsonReader(fact, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            var isBody = false;
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (json.CurrentDepth == 1)
                    isBody = json.ValueTextEquals("body"u8);
                else if (isBody && json.CurrentDepth == 2)
                    read = read.With(ref json);
            }
            return read;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The crossing did not come about: nobody passed in the time.</summary>
    internal bool IsNoPassage => Result == PassageWords.TimedOut;

    private CrossingFact With(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("tag_day"u8))
            return this with { Day = NextWord(ref json) };
        if (json.ValueTextEquals("category"u8))
            return this with { Category = NextWord(ref json) };
        if (json.ValueTextEquals("result"u8))
            return this with { Result = NextWord(ref json) };
        if (json.ValueTextEquals("cause"u8))
            return this with
            {
                Cause = json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var seq) ? seq : null,
            };
        return this;
    }

    private static string? NextWord(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.String && json.GetString() is { Length: <= LongestWord } word ? word : null;
}
