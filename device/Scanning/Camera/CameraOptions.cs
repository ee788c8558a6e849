using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>How a camera is spoken to.</summary>
public enum CameraDriver
{
    /// <summary>The kernel's Video for Linux: USB cameras and whatever else offers pictures there.</summary>
    V4l2,
    /// <summary>A Raspberry Pi's camera module, through the program <c>rpicam-vid</c>.</summary>
    Rpicam,
}

/// <summary>Which pixels are asked of a camera.</summary>
public enum CameraFormat
{
    /// <summary>Whatever reads best; see <see cref="CameraNegotiation"/>.</summary>
    Auto,
    Grey,
    /// <summary>Packed 4:2:2, luminance first or second (YUYV, UYVY and the like).</summary>
    Yuyv,
    /// <summary>Luminance, then the colours interleaved (NV12, NV21, NV16).</summary>
    Nv12,
    /// <summary>Luminance, then each colour (YU12, YV12).</summary>
    Yuv420,
    /// <summary>JPEG pictures; needs libturbojpeg.</summary>
    Mjpeg,
}

/// <summary>The mains' frequency, with which lamps flicker.</summary>
public enum PowerLine { Hz50, Hz60, Off }

/// <summary>Section <c>Lanes:n:Scanner:Camera</c>.</summary>
public sealed class CameraOptions : IValidatableObject
{
    /// <summary>Width and height that this driver's program delivers without padding.</summary>
    private const int RpicamWidthStep = 64;
    internal static readonly TimeSpan ShortestExposure = TimeSpan.FromMicroseconds(100);
    internal static readonly TimeSpan LongestExposure = TimeSpan.FromMilliseconds(100);

    /// <summary>Default <c>V4l2</c>; <c>Rpicam</c> for a Raspberry Pi's camera module.</summary>
    public CameraDriver Driver { get; set; }

    /// <summary>
    /// Pixels, 160 to 4096, together with <see cref="Height"/>. Default: from 640 x 480 to 1280 x 720 as the camera
    /// offers, or what <see cref="Distance"/> asks for.
    /// </summary>
    [Range(160, 4096)]
    public int? Width { get; set; }

    /// <summary>Pixels, 120 to 4096, together with <see cref="Width"/>.</summary>
    [Range(120, 4096)]
    public int? Height { get; set; }

    /// <summary>Frames looked at in a second, 1 to 60, default 15. More cost time on a core and gain little.</summary>
    [Range(1.0, 60.0)]
    public double FramesPerSecond { get; set; } = 15;

    /// <summary>Default <c>Auto</c>.</summary>
    public CameraFormat Format { get; set; }

    /// <summary>
    /// Which input of a device that has several, or which camera module; 0 to 63. Default: the one it has selected.
    /// </summary>
    [Range(0, 63)]
    public int? Input { get; set; }

    /// <summary>
    /// From the lens to the code, in mm, 20 to 2000. With <see cref="Module"/> and <see cref="ViewAngle"/> it tells how
    /// many pixels a picture must have across, so that the camera's size is chosen by it. Default none.
    /// </summary>
    [Range(20, 2000)]
    public int? Distance { get; set; }

    /// <summary>
    /// Side of the smallest module (the small squares) to be read at <see cref="Distance"/>, in mm, 0.1 to 5, default
    /// 0.2: the citizen's card. Codes on telephones have some 0.4.
    /// </summary>
    [Range(0.1, 5.0)]
    public double Module { get; set; } = 0.2;

    /// <summary>How wide the camera sees, in degrees across, 20 to 150, default 60.</summary>
    [Range(20.0, 150.0)]
    public double ViewAngle { get; set; } = 60;

    /// <summary>
    /// <c>Auto</c> (default), or how long the shutter is open, 0.0001 to 0.1 s. A code that moves by two modules
    /// meanwhile is legible to nobody: 4 ms in a lit place, with a lamp at the gate rather than a longer exposure.
    /// </summary>
    public AutoOr<TimeSpan> Exposure { get; set; }

    /// <summary>
    /// <c>Auto</c> (default), or the camera's own number; <c>v4l2-ctl --list-ctrls</c> shows which it takes.
    /// </summary>
    public AutoOr<int> Gain { get; set; }

    /// <summary>
    /// <c>Auto</c> (default), or the camera's own number for a lens that shall stay: where codes are always held at one
    /// distance that reads at once, without the search that an autofocus begins with each card.
    /// </summary>
    public AutoOr<int> Focus { get; set; }

    /// <summary>Default <c>Hz50</c>: lamps in Vietnam flicker so, and exposure keeps in step with them.</summary>
    public PowerLine PowerLine { get; set; }

    /// <summary>Backlight compensation in the camera's own numbers, usually 0 to 2. Default: left as it is.</summary>
    [Range(0, 255)]
    public int? Backlight { get; set; }

    /// <summary>
    /// A camera that delivers nothing for so long is closed and opened again, 1 to 30 s, default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan StallAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Rpicam: the program, by name or path; default <c>rpicam-vid</c>, before 2023 <c>libcamera-vid</c>.
    /// </summary>
    [OwnSetting]
    [Required]
    public string Command { get; set; } = "rpicam-vid";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Width is null != Height is null)
        {
            yield return new ValidationResult(
                $"Width is '{Width}' and Height '{Height}'; set both, or neither.", [nameof(Width)]);
        }
        if (Exposure.Fixed is { } exposure && (exposure < ShortestExposure || exposure > LongestExposure))
        {
            yield return new ValidationResult(
                $"Exposure is '{exposure}'; allowed: Auto, 00:00:00.0001 to 00:00:00.1.", [nameof(Exposure)]);
        }
        if (Driver != CameraDriver.Rpicam)
            yield break;
        if (Width % RpicamWidthStep is > 0 || Height % 2 is > 0)
        {
            yield return new ValidationResult(
                $"Width is '{Width}' and Height '{Height}'; with Rpicam the width must be a multiple of "
                + $"{RpicamWidthStep}, the height even.",
                [nameof(Width)]);
        }
        if (Format is not (CameraFormat.Auto or CameraFormat.Yuv420))
        {
            yield return new ValidationResult(
                $"Format is '{Format}'; allowed with Rpicam: Auto, Yuv420.", [nameof(Format)]);
        }
    }
}
