using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Settings;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Gate.Tests.Scanning.Camera;

public sealed class CameraOptionsTests
{
    [Fact]
    public void Exposure_gain_and_focus_are_automatic_or_fixed()
    {
        var options = Bound(("Exposure", "00:00:00.004"), ("Gain", "auto"), ("Focus", "30"));
        Assert.Equal(TimeSpan.FromMilliseconds(4), options.Exposure.Fixed);
        Assert.Equal((null, 30), (options.Gain.Fixed, options.Focus.Fixed));
        Assert.Equal("00:00:00.0040000 Auto 30", $"{options.Exposure} {options.Gain} {options.Focus}");
        Assert.Null(Bound().Exposure.Fixed);
    }

    [Fact]
    public void Wrong_texts_and_values_are_refused_by_their_name()
    {
        Assert.Contains("Camera:Exposure is 'quick'", Assert.Single(Texts(("Exposure", "quick"))), StringComparison.Ordinal);
        Assert.Contains("Exposure is '00:00:02'", Assert.Single(Problems(("Exposure", "00:00:02"))), StringComparison.Ordinal);
        Assert.Contains("set both", Assert.Single(Problems(("Width", "640"))), StringComparison.Ordinal);
        Assert.Contains(
            "multiple of 64", Assert.Single(Problems(("Driver", "Rpicam"), ("Width", "800"), ("Height", "600"))),
            StringComparison.Ordinal);
        Assert.Contains("FramesPerSecond", Assert.Single(Problems(("FramesPerSecond", "0"))), StringComparison.Ordinal);
        Assert.Empty(Problems(("Driver", "Rpicam"), ("Width", "1280"), ("Height", "720")));
    }

    [Fact]
    public void A_control_s_mode_is_set_before_its_value_and_what_is_left_open_is_automatic()
    {
        var fixedOnes = V4l2Controls.Wishes(new CameraOptions
        {
            Exposure = new(TimeSpan.FromMilliseconds(4)),
            Gain = new(20),
            Focus = new(7),
        });
        Assert.Equal([1, 2], Wish(fixedOnes, V4l2Controls.ExposureMode).Values);
        Assert.Equal([40], Wish(fixedOnes, V4l2Controls.ExposureTime).Values); // in 100 us
        Assert.Equal([0], Wish(fixedOnes, V4l2Controls.AutoFocus).Values);
        var order = fixedOnes.Select(wish => wish.Id).ToList();
        Assert.True(order.IndexOf(V4l2Controls.ExposureMode) < order.IndexOf(V4l2Controls.ExposureTime));
        Assert.True(order.IndexOf(V4l2Controls.AutoFocus) < order.IndexOf(V4l2Controls.FocusDistance));
        var open = V4l2Controls.Wishes(new CameraOptions());
        Assert.DoesNotContain(open, wish => wish.IsAsked);
        Assert.Equal([0, 3], Wish(open, V4l2Controls.ExposureMode).Values);
        Assert.Equal([1], Wish(open, V4l2Controls.PowerLineFrequency).Values); // 50 Hz
    }

    [Fact]
    public void A_camera_is_found_again_under_another_number()
    {
        var left = new VideoNode("/dev/video0", "Left", 0, "046d:0825", "usb-left-index0");
        var right = new VideoNode("/dev/video2", "Right", 0, "1234:5678", null);
        VideoNode[] present =
        [
            left with { Path = "/dev/video2" }, right with { Path = "/dev/video4" },
            new("/dev/video3", "Left", 1, "046d:0825", "usb-left-index1"),
        ];
        Assert.Equal(["/dev/video2"], VideoNode.Find("/dev/video0", left, present));
        Assert.Equal(["/dev/video4"], VideoNode.Find(null, right, present));
        Assert.Equal(["/dev/video0"], VideoNode.Find("/dev/video0", left, []));
        Assert.Equal(["/dev/v4l/by-path/port-1"], VideoNode.Find("/dev/v4l/by-path/port-1", left, present));
        Assert.Equal(["/dev/video4"], VideoNode.Find("1234:5678", null, present));
        Assert.Equal(["/dev/video2"], VideoNode.Find("usb-left-index0", null, present));
        Assert.Equal(["/dev/video4"], VideoNode.Find("right", null, present));
        Assert.Equal(3, VideoNode.Find("", null, present).Count);
        Assert.Empty(VideoNode.Find("absent", null, present));
    }

    private static ControlWish Wish(IReadOnlyList<ControlWish> wishes, uint id) => Assert.Single(wishes, wish => wish.Id == id);

    private static IConfigurationSection Section((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Camera:" + setting.Key, (string?)setting.Value)))
        .Build().GetSection("Camera");

    private static CameraOptions Bound(params (string, string)[] settings) => Section(settings).Get<CameraOptions>() ?? new();

    private static IReadOnlyList<string> Texts(params (string, string)[] settings) =>
        SettingsTexts.Problems(typeof(CameraOptions), Section(settings), "Camera");

    private static IReadOnlyList<string> Problems(params (string, string)[] settings) =>
        SettingsCheck.Problems(new ScannerOptions { Kind = ScannerKind.Camera, Camera = Bound(settings) }, "Scanner");
}
