using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// <c>checkin-gate release</c>: requests every configured relay's line off and lets go of it again. For when gate and guard
/// are both gone and nobody drove the lines back: the service manager runs it after each end of the gate
/// (ExecStopPost). It takes the gate's own settings. A line that is in use belongs to a gate that runs, which knows
/// better; it is left alone. One relay that fails does not keep the others on.
/// </summary>
internal static class ReleaseCommand
{
    internal const string Word = "release";

    private const int Done = 0;
    private const int CannotLook = 2;
    private static readonly TimeSpan BusyAtMost = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(20);

    internal static async Task<int> RunAsync(string[] settings, TimeProvider time, TextWriter output, TextWriter errors)
    {
        var (gpio, lanes) = (new GpioOptions(), new LanesOptions());
        try
        {
            var configuration = new ConfigurationBuilder().AddGateSources(settings).Build();
            configuration.GetSection("Gpio").Bind(gpio);
            configuration.Bind(lanes);
            using IGpioDriver driver = gpio.Driver == GpioDriverKind.Linux
                ? new LinuxGpioDriver(gpio) : new VirtualGpioDriver(gpio, time);
            return await ReleaseAsync(driver, lanes.Lanes, time, output, errors);
        }
        catch (Exception e) when (e is GpioException or FormatException or InvalidDataException or InvalidOperationException or IOException)
        {
            errors.WriteLine("✗ No relay was switched off. " + e.Message);
            return CannotLook;
        }
    }

    internal static async Task<int> ReleaseAsync(
        IGpioDriver driver, IEnumerable<LaneOptions> lanes, TimeProvider time, TextWriter output, TextWriter errors)
    {
        var (began, code) = (time.GetTimestamp(), Done);
        foreach (var lane in lanes.Where(static lane => lane.Turnstile.RelayPin >= 0))
        {
            var turnstile = lane.Turnstile;
            try
            {
                while (!TryRelease(driver, turnstile, lane.Name, time.GetElapsedTime(began) > BusyAtMost))
                    await Task.Delay(TryAgainAfter, time);
                output.WriteLine($"{lane.Name}: the relay on pin {turnstile.RelayPin} is off.");
            }
            catch (GpioException e) when (e.IsBusy)
            {
                output.WriteLine($"{lane.Name}: pin {turnstile.RelayPin} is in use, by a gate that runs; it was left alone.");
            }
            catch (GpioException e)
            {
                errors.WriteLine($"✗ {lane.Name}: {e.Message}");
                code = CannotLook;
            }
        }
        return code;
    }

    /// <summary>False: it is in use, perhaps by a guard that is about to end.</summary>
    private static bool TryRelease(IGpioDriver driver, TurnstileOptions turnstile, string lane, bool last)
    {
        try
        {
            using var line = driver.OpenOutput(turnstile.RelayPin, turnstile.Polarity == Polarity.ActiveLow, $"checkin {lane} release");
            line.Set(false);
            return true;
        }
        catch (GpioException e) when (e.IsBusy && !last)
        {
            return false;
        }
    }
}
