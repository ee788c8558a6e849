namespace CheckIn.Faults;

/// <summary>What is to be run.</summary>
internal sealed record FaultsOptions
{
    /// <summary>Of the plan and of the codes that are shown.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long faults occur; starting before it and settling after it come on top.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    public int Gates { get; init; } = 5;

    /// <summary>The gates speak to a mosquitto, and so does the hub.</summary>
    public bool IsExternalBroker { get; init; }

    /// <summary>Cards are copied, restored and damaged as well.</summary>
    public bool HasCardFaults { get; init; }

    /// <summary>How long everything may take to arrive once the faults are over.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Where all files stay; null = in a temporary folder that goes.</summary>
    public DirectoryInfo? Keep { get; init; }

    /// <summary>Tells each fault as it occurs.</summary>
    public bool IsVerbose { get; init; }
}
