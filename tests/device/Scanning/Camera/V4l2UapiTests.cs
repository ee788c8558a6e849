using System.Runtime.InteropServices;
using CheckIn.Gate.Scanning.Camera;

namespace CheckIn.Gate.Tests.Scanning.Camera;

/// <summary>What linux/videodev2.h comes to on a 64-bit machine, as its C compiler says.</summary>
public sealed unsafe class V4l2UapiTests
{
    [Fact]
    public void Structures_are_as_large_as_the_kernels()
    {
        Assert.Equal(104, sizeof(V4l2Structs.Capability));
        Assert.Equal(64, sizeof(V4l2Structs.FormatDescription));
        Assert.Equal(44, sizeof(V4l2Structs.FrameSize));
        Assert.Equal(52, sizeof(V4l2Structs.FrameInterval));
        Assert.Equal(48, sizeof(V4l2Structs.PixelFormat));
        Assert.Equal(20, sizeof(V4l2Structs.PlaneFormat));
        Assert.Equal(192, sizeof(V4l2Structs.PlanarFormat));
        Assert.Equal(208, sizeof(V4l2Structs.Format));
        Assert.Equal(204, sizeof(V4l2Structs.StreamParameters));
        Assert.Equal(20, sizeof(V4l2Structs.RequestBuffers));
        Assert.Equal(64, sizeof(V4l2Structs.Plane));
        Assert.Equal(88, sizeof(V4l2Structs.Buffer));
        Assert.Equal(68, sizeof(V4l2Structs.QueryControl));
        Assert.Equal(44, sizeof(V4l2Structs.QueryMenu));
        Assert.Equal(20, sizeof(V4l2Structs.ExtendedControl));
        Assert.Equal(32, sizeof(V4l2Structs.ExtendedControls));
        Assert.Equal(80, sizeof(V4l2Structs.Input));
    }

    [Fact]
    public void Fields_lie_where_the_kernel_looks_for_them()
    {
        Assert.Equal((24, 56, 64, 72), (
            At<V4l2Structs.Buffer>(nameof(V4l2Structs.Buffer.Seconds)), At<V4l2Structs.Buffer>(nameof(V4l2Structs.Buffer.Sequence)),
            At<V4l2Structs.Buffer>(nameof(V4l2Structs.Buffer.Planes)), At<V4l2Structs.Buffer>(nameof(V4l2Structs.Buffer.Length))));
        Assert.Equal((8, 16), (
            At<V4l2Structs.Plane>(nameof(V4l2Structs.Plane.MemoryOffset)), At<V4l2Structs.Plane>(nameof(V4l2Structs.Plane.DataOffset))));
        Assert.Equal((8, 8), (
            At<V4l2Structs.Format>(nameof(V4l2Structs.Format.Single)), At<V4l2Structs.Format>(nameof(V4l2Structs.Format.Planar))));
        Assert.Equal((20, 180), (
            At<V4l2Structs.PlanarFormat>(nameof(V4l2Structs.PlanarFormat.Planes)),
            At<V4l2Structs.PlanarFormat>(nameof(V4l2Structs.PlanarFormat.PlaneCount))));
        Assert.Equal(12, At<V4l2Structs.StreamParameters>(nameof(V4l2Structs.StreamParameters.TimePerFrame)));
        Assert.Equal(12, At<V4l2Structs.ExtendedControl>(nameof(V4l2Structs.ExtendedControl.Value)));
        Assert.Equal(24, At<V4l2Structs.ExtendedControls>(nameof(V4l2Structs.ExtendedControls.Controls)));
        Assert.Equal(56, At<V4l2Structs.Input>(nameof(V4l2Structs.Input.Status)));
        Assert.Equal(24, At<V4l2Structs.FrameSize>(nameof(V4l2Structs.FrameSize.MinHeight)));
        Assert.Equal(28, At<V4l2Structs.FrameInterval>(nameof(V4l2Structs.FrameInterval.Longest)));
        Assert.Equal(40, At<V4l2Structs.QueryControl>(nameof(V4l2Structs.QueryControl.Minimum)));
    }

    [Fact]
    public void Calls_have_the_kernels_numbers()
    {
        Assert.Equal(0x80685600, V4l2Uapi.QueryCapabilities);
        Assert.Equal(0xC0405602, V4l2Uapi.EnumerateFormats);
        Assert.Equal(0xC0D05605, V4l2Uapi.SetFormat);
        Assert.Equal(0xC0145608, V4l2Uapi.RequestBuffers);
        Assert.Equal(0xC0585609, V4l2Uapi.QueryBuffer);
        Assert.Equal(0xC058560F, V4l2Uapi.QueueBuffer);
        Assert.Equal(0xC0585611, V4l2Uapi.DequeueBuffer);
        Assert.Equal(0x40045612u, V4l2Uapi.StreamOn);
        Assert.Equal(0x40045613u, V4l2Uapi.StreamOff);
        Assert.Equal(0xC0CC5615, V4l2Uapi.GetParameters);
        Assert.Equal(0xC0CC5616, V4l2Uapi.SetParameters);
        Assert.Equal(0xC050561A, V4l2Uapi.EnumerateInputs);
        Assert.Equal(0xC0445624, V4l2Uapi.QueryControl);
        Assert.Equal(0xC02C5625, V4l2Uapi.QueryMenu);
        Assert.Equal(0xC0045627, V4l2Uapi.SetInput);
        Assert.Equal(0xC0D05640, V4l2Uapi.TryFormat);
        Assert.Equal(0xC0205648, V4l2Uapi.SetControls);
        Assert.Equal(0xC02C564A, V4l2Uapi.EnumerateFrameSizes);
        Assert.Equal(0xC034564B, V4l2Uapi.EnumerateFrameIntervals);
    }

    [Fact]
    public void A_format_is_its_four_letters()
    {
        Assert.Equal(0x56595559u, PixelLayout.Code("YUYV"));
        Assert.Equal("GREY", PixelLayout.NameOf(PixelLayout.Code("GREY")));
        Assert.Equal("pBAA", PixelLayout.NameOf(0x41414270));
    }

    [Fact]
    public void A_file_that_is_no_camera_is_refused_in_words()
    {
        Assert.Contains("no such camera", Assert.Throws<CameraException>(() => new V4l2Device("/dev/video-none")).Message);
        Assert.Contains("no video device", Assert.Throws<CameraException>(() => new V4l2Device("/dev/null")).Message);
    }

    private static int At<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
