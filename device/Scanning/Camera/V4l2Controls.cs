namespace CheckIn.Gate.Scanning.Camera;

/// <summary>A camera's control and the value that the settings ask of it.</summary>
/// <param name="Name">For whoever reads the log.</param>
/// <param name="Values">The first of these that it takes.</param>
/// <param name="IsAsked">The settings name it, so that it is worth a word if it cannot be had.</param>
internal readonly record struct ControlWish(uint Id, string Name, IReadOnlyList<int> Values, bool IsAsked);

/// <summary>
/// Exposure, focus and the like. What the settings leave to the camera is set to automatic, so that a program that was
/// there before does not go on having a say; what a camera does not have is passed over.
/// </summary>
internal static unsafe class V4l2Controls
{
    internal const uint PowerLineFrequency = 0x980918, AutoGain = 0x980912, Gain = 0x980913, Backlight = 0x98091C,
        ExposureMode = 0x9A0901, ExposureTime = 0x9A0902, ExposureMayLowerRate = 0x9A0903, FocusDistance = 0x9A090A,
        AutoFocus = 0x9A090C;

    private const int ExposureAutomatic = 0, ExposureManual = 1, ShutterPriority = 2, AperturePriority = 3;
    private const uint Unusable = 0x1 | 0x4; // disabled, read only
    private const uint TypeMenu = 3;

    /// <summary>What the settings ask, in the order in which it must be set: a mode before its value.</summary>
    internal static IReadOnlyList<ControlWish> Wishes(CameraOptions options)
    {
        var wishes = new List<ControlWish>
        {
            new(PowerLineFrequency, "power line frequency", [PowerLineValue(options.PowerLine)], false),
            new(ExposureMayLowerRate, "exposure that lowers the rate", [0], false),
        };
        if (options.Backlight is { } backlight)
            wishes.Add(new(Backlight, "backlight compensation", [backlight], true));
        if (options.Exposure.Fixed is { } exposure)
        {
            wishes.Add(new(ExposureMode, "manual exposure", [ExposureManual, ShutterPriority], true));
            var hundredMicroseconds = (int)Math.Max(1, Math.Round(exposure.TotalMilliseconds * 10));
            wishes.Add(new(ExposureTime, "exposure time", [hundredMicroseconds], true));
        }
        else
        {
            wishes.Add(new(ExposureMode, "automatic exposure", [ExposureAutomatic, AperturePriority], false));
        }
        wishes.Add(new(AutoGain, "automatic gain", [options.Gain.Fixed is null ? 1 : 0], false));
        if (options.Gain.Fixed is { } gain)
            wishes.Add(new(Gain, "gain", [gain], true));
        wishes.Add(new(AutoFocus, "automatic focus", [options.Focus.Fixed is null ? 1 : 0], false));
        if (options.Focus.Fixed is { } focus)
            wishes.Add(new(FocusDistance, "focus", [focus], true));
        return wishes;
    }

    /// <summary>Sets what can be set; what could not be, in words.</summary>
    internal static IReadOnlyList<string> Apply(V4l2Device device, CameraOptions options)
    {
        var missed = new List<string>();
        foreach (var wish in Wishes(options))
        {
            var control = new V4l2Structs.QueryControl { Id = wish.Id };
            if (device.Try(V4l2Uapi.QueryControl, &control) != 0 || (control.Flags & Unusable) != 0)
            {
                if (wish.IsAsked)
                    missed.Add($"{wish.Name}: it has none");
                continue;
            }
            if (!TrySet(device, control, wish.Values))
                missed.Add($"{wish.Name} {wish.Values[0]}: it takes {control.Minimum} to {control.Maximum}");
        }
        return missed;
    }

    /// <summary>The first value that it takes.</summary>
    private static bool TrySet(V4l2Device device, in V4l2Structs.QueryControl control, IReadOnlyList<int> values)
    {
        foreach (var value in values)
        {
            if (TrySet(device, control, value))
                return true;
        }
        return false;
    }

    private static bool TrySet(V4l2Device device, in V4l2Structs.QueryControl control, int value)
    {
        if (value < control.Minimum || value > control.Maximum)
            return false;
        if (control.Type == TypeMenu)
        {
            var item = new V4l2Structs.QueryMenu { Id = control.Id, Index = (uint)value };
            if (device.Try(V4l2Uapi.QueryMenu, &item) != 0)
                return false;
        }
        var setting = new V4l2Structs.ExtendedControl { Id = control.Id, Value = value };
        var settings = new V4l2Structs.ExtendedControls { Count = 1, Controls = &setting };
        return device.Try(V4l2Uapi.SetControls, &settings) == 0;
    }

    private static int PowerLineValue(PowerLine frequency) => frequency switch
    {
        PowerLine.Hz50 => 1,
        PowerLine.Hz60 => 2,
        _ => 0,
    };
}
