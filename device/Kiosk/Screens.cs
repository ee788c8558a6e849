using CheckIn.Contract;
using CheckIn.Gate.Service;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Kiosk;

/// <summary>The screens of all lanes, by their lanes' names; for any thread.</summary>
internal sealed class Screens(IOptions<KioskOptions> options, GateParts parts, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LaneScreen> _screens = new(StringComparer.Ordinal);

    internal KioskOptions Options => options.Value;

    /// <summary>Lanes that are open, in the order of the settings.</summary>
    internal IReadOnlyList<LaneParts> Lanes => parts.Lanes;

    /// <summary>A lane's screen; null = nobody looks at any, and nothing is to be noted.</summary>
    internal LaneScreen? For(string lane)
    {
        if (Options.EndPoint is null)
            return null;
        lock (_lock)
        {
            if (!_screens.TryGetValue(lane, out var screen))
                _screens[lane] = screen = new LaneScreen(Options, time);
            return screen;
        }
    }

    /// <summary>What a lane's screen shows now; of a lane that is not open, that it is out of order.</summary>
    internal ScreenView ViewOf(string lane)
    {
        if (parts.Lanes.FirstOrDefault(one => one.Options.Name == lane) is not { } open)
            return new(ScreenKind.OutOfOrder);
        var status = open.Scanner.Status;
        var signal = open.Way.IsWorking ? open.Way.Indicator.Showing : Signal.OutOfOrder;
        return ScreenView.Of(For(lane)?.Answer, signal, status.Ready, status.Tries);
    }

    /// <summary>The same with its words, as it goes to the page.</summary>
    internal ScreenMessage MessageOf(string lane)
    {
        var direction = parts.Lanes.FirstOrDefault(one => one.Options.Name == lane)?.Options.Direction ?? Direction.In;
        var view = ViewOf(lane);
        return new(
            KindOf(view.Kind), ScreenWords.Of(view, direction, Language.Vietnamese),
            ScreenWords.Of(view, direction, Language.English), view.Name);
    }

    /// <summary>The word of a kind on the page: its class.</summary>
    internal static string KindOf(ScreenKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}

/// <summary>What a page is told.</summary>
/// <param name="Kind">A <see cref="ScreenKind"/>, such as <c>out-of-order</c>.</param>
/// <param name="Vi">In Vietnamese.</param>
/// <param name="En">In English.</param>
/// <param name="Name">Abbreviated name of who was admitted; null = none is shown.</param>
internal sealed record ScreenMessage(string Kind, ScreenText Vi, ScreenText En, string? Name);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ScreenMessage))]
internal sealed partial class KioskJson : System.Text.Json.Serialization.JsonSerializerContext;
