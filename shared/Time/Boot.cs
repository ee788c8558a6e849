namespace CheckIn.Time;

/// <summary>
/// The machine's boot. Monotonic time means something only within one boot, so the boot's id travels with it.
/// <see cref="TimeProvider.GetTimestamp"/> is CLOCK_MONOTONIC in nanoseconds on Linux; the product relies on that.
/// </summary>
public static class Boot
{
    /// <summary>The kernel's boot id, a UUID; a new one for the process where the kernel gives none.</summary>
    public static string Id { get; } = Read();

    private static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException)
        {
            return Guid.NewGuid().ToString();
        }
    }

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public static long MonotonicNs(this TimeProvider time) =>
        time.TimestampFrequency == 1_000_000_000
            ? time.GetTimestamp()
            : (long)(time.GetTimestamp() * (1e9 / time.TimestampFrequency));
}
