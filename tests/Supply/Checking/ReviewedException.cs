using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Supply.Checking;

/// <summary>
/// An advisory that concerns a version in use, and that somebody has judged not to apply here, for a time.
/// </summary>
/// <param name="Id">The advisory's.</param>
/// <param name="Package">Package URL without a version.</param>
/// <param name="Versions">The versions that were judged; another one is judged anew.</param>
/// <param name="Why">What the attack needs, and why it does not get it here.</param>
/// <param name="MayRely">Who may rely on this, and who may not.</param>
/// <param name="Evidence">Files of this tree that show it.</param>
/// <param name="Reviewed">When.</param>
/// <param name="Until">The last day on which it holds.</param>
internal sealed record ReviewedException(
    string Id, string Package, IReadOnlyList<string> Versions, string Why, string MayRely, IReadOnlyList<string> Evidence,
    DateOnly Reviewed, DateOnly Until)
{
    /// <exception cref="SupplyException">The file is none, or an entry is incomplete.</exception>
    internal static IReadOnlyList<ReviewedException> ReadAll(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SupplyJson.Default.ReviewedExceptionArray)!;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new SupplyException($"{path} cannot be read ({e.Message}).", e);
        }
    }
}

/// <summary>From where the list of advisories is, and to which day its sources reach.</summary>
/// <param name="Compiled">When it was put together.</param>
/// <param name="ReachesTo">What was published later cannot be in it.</param>
/// <param name="OldAfterDays">Days after <paramref name="ReachesTo"/> from which on it is called old.</param>
internal sealed record ListDate(DateOnly Compiled, DateOnly ReachesTo, int OldAfterDays, IReadOnlyList<string> Sources)
{
    /// <exception cref="SupplyException">The file is none.</exception>
    internal static ListDate Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SupplyJson.Default.ListDate)!;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new SupplyException($"{path} cannot be read ({e.Message}).", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReviewedException[]))]
[JsonSerializable(typeof(ListDate))]
internal sealed partial class SupplyJson : JsonSerializerContext;
