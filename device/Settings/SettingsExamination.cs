using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Lanes;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Holds settings against what a start holds them against, and opens nothing: the gate is put together with them as it
/// would be, and only its options are asked for. It takes a moment's work beside the lanes, and nothing of theirs.
/// </summary>
internal sealed class SettingsExamination(string[] args, Action<HostApplicationBuilder> compose)
{
    /// <summary>What came of it.</summary>
    /// <param name="Problems">Empty = a start would go through.</param>
    /// <param name="Settings">All settings of such a start; null = they cannot even be read.</param>
    internal sealed record Result(IReadOnlyList<SettingsError> Problems, IConfiguration? Settings);

    /// <summary>Tries the hub's settings.</summary>
    /// <param name="values">The hub's.</param>
    internal Result Of(JsonObject values) => Try(() =>
    {
        var bytes = Encoding.UTF8.GetByteCount(values.ToJsonString());
        return bytes <= SettingsWanted.MaxBytes ? SettingsRegistration.CreateBuilder(args, new HubSettings(1, values))
            : throw new InvalidDataException($"They have {bytes} bytes; allowed: at most {SettingsWanted.MaxBytes}.");
    });

    /// <summary>What is wrong with a plan of lanes in place of the one that lies here; empty = nothing.</summary>
    /// <param name="plan">The file as it would be.</param>
    /// <param name="hub">The hub's settings that are in force; null = none.</param>
    internal IReadOnlyList<SettingsError> OfPlan(ReadOnlyMemory<byte> plan, HubSettings? hub)
    {
        var found = Try(() => SettingsRegistration.CreateBuilder(args, hub, plan));
        // Which scanner is a lane's the hub cannot know: the gate waits to be shown it.
        var unknown = found.Settings is null ? [] : ScannerChoice.Missing(found.Settings)
            .Select(static lane => $"Lanes:{lane.Name}:{nameof(LaneOptions.Scanner)}").ToList();
        return [.. found.Problems.Where(problem => !unknown.Any(
            lane => problem.Path.StartsWith(lane, StringComparison.OrdinalIgnoreCase)))];
    }

    private Result Try(Func<HostApplicationBuilder> create)
    {
        IConfiguration? settings = null;
        try
        {
            var builder = create();
            settings = builder.Configuration;
            compose(builder);
            using var services = builder.Services.BuildServiceProvider();
            services.GetRequiredService<IStartupValidator>().Validate();
            var missing = ScannerChoice.Missing(settings);
            return new Result(
                [.. missing.Select(static lane => new SettingsError(
                    $"Lanes:{lane.Name}:Scanner", $"Lanes:{lane.Name}:Scanner names no scanner."))], settings);
        }
        catch (Exception e)
        {
            // Whatever it is, a start would fail of it too.
            return new Result(
                SettingsProblems.Of(e, settings is null ? [] : HubLayer.LanesOf(settings)), settings);
        }
    }
}
