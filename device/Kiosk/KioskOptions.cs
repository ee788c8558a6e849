using System.ComponentModel.DataAnnotations;
using System.Net;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Kiosk;

/// <summary>What a lane's screen says of whose code was read.</summary>
public enum NamesShown
{
    /// <summary>The family name and initials.</summary>
    Abbreviated,
    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Section <c>Kiosk</c>: pages for a screen at the gate.</summary>
public sealed class KioskOptions
{
    /// <summary>A loopback address and a port, or nothing.</summary>
    private const string Loopback = @"^((127\.0\.0\.1|\[::1\]):([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}"
        + @"|655[0-2][0-9]|6553[0-5]))?$";

    /// <summary>
    /// Where the pages are: <c>127.0.0.1:PORT</c> or <c>[::1]:PORT</c>, this machine only, because what is on the screen is for who
    /// stands before it. Empty (default) = there are none.
    /// </summary>
    [OwnSetting]
    [RegularExpression(Loopback)]
    public string Listen { get; set; } = "";

    /// <summary>Name of the place, at the top of every screen; empty (default) = nothing there.</summary>
    [StringLength(80)]
    public string Place { get; set; } = "";

    /// <summary>Telephone number of those who help, on every screen; empty (default) = none.</summary>
    [RegularExpression(@"^[0-9+(). \-]{0,40}$")]
    public string Support { get; set; } = "";

    /// <summary>Whether an admitted visitor is called by his abbreviated name, default <c>Abbreviated</c>.</summary>
    public NamesShown Names { get; set; }

    /// <summary>How long an answer stays on the screen, 1 to 10 s, default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:10")]
    public TimeSpan ShowFor { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Null: no pages.</summary>
    internal IPEndPoint? EndPoint => Listen.Length == 0 ? null : IPEndPoint.Parse(Listen);
}
