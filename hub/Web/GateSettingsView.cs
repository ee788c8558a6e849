using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Web.Steering;

namespace CheckIn.Hub.Web;

/// <summary>A setting that the hub wants of a gate, as the gate's page lists it.</summary>
/// <param name="From">Who says so.</param>
/// <param name="FromHref">The page of that scope's settings, without the language.</param>
/// <param name="Effect">One of <see cref="SettingEffects"/>.</param>
public sealed record GateSettingLine(
    string Path, string Value, string From, string FromHref, long Number, string Effect);

/// <summary>What becomes of a setting at a gate.</summary>
internal static class SettingEffects
{
    internal const string Holds = "holds", NotYet = "not_yet", Overridden = "overridden", Ignored = "ignored",
        Wrong = "wrong";
}

/// <summary>A gate's settings as the hub wants them and as the gate has them.</summary>
/// <param name="Version">What is wanted; 0 = nothing.</param>
/// <param name="Applied">What is in force; null = the gate has not said.</param>
/// <param name="State">One of <see cref="ReportedStates"/>; null = it has not heard of what is wanted yet.</param>
public sealed record GateSettingsView(
    long Version, DateTimeOffset? ChangedAt, long? Applied, string? State, DateTimeOffset? SaidAt,
    DateTimeOffset? DifferentSince, IReadOnlyList<SettingsError> Errors, IReadOnlyList<GateSettingLine> Lines)
{
    /// <summary>How it looks: the state whose shape and colour it bears.</summary>
    public string Mark => State switch
    {
        ReportedStates.Applied => "ready",
        _ when ReportedStates.IsFailure(State) => "degraded",
        _ => "init",
    };

    internal static GateSettingsView Of(GateSettings settings, PageContext page)
    {
        var message = settings.Report?.Message;
        var heard = message?.Wanted ?? message?.Version;
        var isOf = message is not null && heard == settings.Version;
        return new(
            settings.Version, settings.ChangedAt, message?.Version, isOf ? message!.State : null, settings.Report?.At,
            settings.Report?.DifferentSince, isOf ? message!.Errors ?? [] : [],
            [.. settings.Sources.Select(source => Line(source, isOf ? message : null, page))]);
    }

    private static GateSettingLine Line(SettingSource source, ReportedMessage? message, PageContext page)
    {
        var scope = Sites.FleetScopeWords.Read(source.Scope);
        var from = scope is null || page.Sight is null ? null : ScopeText.Of(scope, page.Sight, page)?.Word;
        return new(source.Path, Plain(source.Value), from ?? source.Scope, ScopeView.SettingsOf(source.Scope),
            source.Number, EffectOf(source.Path, message));
    }

    /// <summary>A text without the marks of JSON around it; all else as it is written.</summary>
    private static string Plain(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonValue value && value.TryGetValue(out string? text) ? text : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string EffectOf(string path, ReportedMessage? message) => message switch
    {
        null => SettingEffects.NotYet,
        { Errors: { } errors } when errors.Any(error => Has(error.Path, path)) => SettingEffects.Wrong,
        { Overridden: { } keys } when keys.Any(key => Has(key, path)) => SettingEffects.Overridden,
        { Ignored: { } keys } when keys.Any(key => Has(key, path)) => SettingEffects.Ignored,
        { State: ReportedStates.Applied or ReportedStates.Trying } => SettingEffects.Holds,
        _ => SettingEffects.NotYet,
    };

    /// <summary>Gates name keys as they have them, which is not always as they were written.</summary>
    private static bool Has(string key, string path) => key.Length > 0
        && (key.Equals(path, StringComparison.OrdinalIgnoreCase)
            || path.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
}
