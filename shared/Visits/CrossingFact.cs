using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Visits;

/// <summary>
/// What of an event's fact makes a crossing; what a newer gate says beside it is not read. Members that are missing, or are of
/// another form, are null.
/// </summary>
/// <param name="Kind">Of the event.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="IsIn">Which way its lane leads; null = it is of the whole gate.</param>
/// <param name="IsAdmitted">Of a decision: he was let through.</param>
/// <param name="Tag">Of a decision: whom it concerns.</param>
/// <param name="Day">Day of the tag.</param>
/// <param name="Category">What the gate held him for.</param>
/// <param name="Cause">Of a passage: number of the decision it follows.</param>
/// <param name="Result">Of a passage, one of <see cref="PassageWords"/>.</param>
public readonly record struct CrossingFact(
    string? Kind, string? Lane, bool? IsIn, bool IsAdmitted, string? Tag, string? Day, string? Category, long? Cause,
        string? Result)
{
    private const int LongestWord = 64;

    /// <summary>Reads it; what is no JSON says nothing.</summary>
    public static CrossingFact Read(ReadOnlySpan<byte> fact)
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
                {
                    isBody = json.ValueTextEquals("body"u8);
                    read = read.WithHead(ref json);
                }
                else if (isBody && json.CurrentDepth == 2)
                    read = read.WithBody(ref json);
            }
            return read;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Somebody was let through, and it is said whom.</summary>
    public bool IsCrossing =>
        Kind == EventKinds.Decision && IsAdmitted && IsIn is not null && Tag is not null && Day is not null;

    private CrossingFact WithHead(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("kind"u8))
            return this with { Kind = NextWord(ref json) };
        if (json.ValueTextEquals("lane"u8))
            return this with { Lane = NextWord(ref json) };
        if (json.ValueTextEquals("direction"u8))
            return this with { IsIn = NextWord(ref json) switch { "in" => true, "out" => false, _ => null } };
        return this;
    }

    private CrossingFact WithBody(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("outcome"u8))
            return this with { IsAdmitted = NextWord(ref json) == "admitted" };
        if (json.ValueTextEquals("tag"u8))
            return this with { Tag = NextWord(ref json) };
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
        json.Read() && json.TokenType == JsonTokenType.String && json.GetString() is { Length: <= LongestWord } word
            ? word : null;
}
