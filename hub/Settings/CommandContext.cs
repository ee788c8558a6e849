using System.Text.Json.Serialization.Metadata;
using CheckIn.Hub.Web;
using CheckIn.Settings;

namespace CheckIn.Hub.Settings;

/// <summary>What every command has: where it writes, its language, and the settings it was given.</summary>
/// <param name="Settings"><c>--Section:Name=VALUE</c>, as for the hub itself.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Errors, Language Language, string[] Settings)
{
    /// <summary>Exit codes that commands have in common.</summary>
    internal const int Done = 0, Refused = 1, CannotReach = 2;

    /// <summary>A terminal that can be drawn on.</summary>
    internal bool IsTerminal { get; init; }

    /// <summary>
    /// For what the program itself draws. <see cref="Output"/> shows control characters, and lets none act.
    /// </summary>
    internal TextWriter Terminal { get; init; } = Output;

    /// <summary>Somebody who can be asked; null = nobody.</summary>
    internal TextReader? Input { get; init; }

    /// <summary>The same settings as the hub's, the last word last.</summary>
    internal IConfigurationRoot Configuration() =>
        HubApplication.AddSources(new ConfigurationBuilder(), Settings).Build();

    /// <summary>The command itself will not; as if the hub had said so.</summary>
    internal HubRefusalException Refusal(string english, string vietnamese) => new(Say(english, vietnamese) + ".");

    /// <summary>A file that a command was named, for reading.</summary>
    /// <exception cref="HubRefusalException">It cannot be read.</exception>
    internal FileStream OpenFile(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal($"The file cannot be read: {e.Message} Nothing was done",
                $"Không đọc được tệp: {e.Message} Chưa làm gì cả");
        }
    }

    internal string Say(string english, string vietnamese) => Language.Of(english, vietnamese);

    /// <summary>Shows what the hub answers: as it is, or in words.</summary>
    /// <param name="hub">It.</param>
    /// <param name="path">What is asked.</param>
    /// <param name="isJson">As it is.</param>
    /// <param name="type">What is answered.</param>
    /// <param name="show">In words.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<int> ShowAsync<T>(
        RunningHub hub, string path, bool isJson, JsonTypeInfo<T> type, Func<T, Task> show, CancellationToken cancellation)
    {
        if (isJson)
            await Output.WriteLineAsync(await hub.AskTextAsync(path, cancellation));
        else
            await show(await hub.AskAsync(HttpMethod.Get, path, null, type, cancellation));
        return Done;
    }

    /// <summary>Runs what asks the running hub; its refusals and its absence become words and an exit code.</summary>
    /// <param name="address">--hub; null = by Web:Listen.</param>
    /// <param name="ask">Returns the exit code.</param>
    internal async Task<int> AskHubAsync(string? address, Func<RunningHub, Task<int>> ask)
    {
        try
        {
            using var hub = RunningHub.Find(address, this);
            return await ask(hub);
        }
        catch (HubRefusalException e)
        {
            await Errors.WriteLineAsync("✗ " + e.Message);
            return Refused;
        }
        catch (Exception e) when (e is HubUnreachableException or FormatException)
        {
            await Errors.WriteLineAsync("✗ " + e.Message);
            return CannotReach;
        }
    }
}
