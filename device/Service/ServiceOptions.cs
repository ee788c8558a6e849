using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Service;

/// <summary>Section <c>Service</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>
    /// Path of the socket by which <c>checkin-gate status</c> and <c>doctor</c> ask the running gate, at most 107 bytes.
    /// Default: <c>control.sock</c> in $RUNTIME_DIRECTORY, which systemd makes for a unit; without one, beside the journal.
    /// </summary>
    [OwnSetting]
    public string? Socket { get; set; }
}
