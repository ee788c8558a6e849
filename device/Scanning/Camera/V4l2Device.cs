using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>What a device has agreed to deliver.</summary>
/// <param name="Stride">Bytes from one row of luminance to the next; 0 for JPEG.</param>
/// <param name="Planes">Pieces of memory a frame; the first one has the luminance.</param>
/// <param name="Rate">Frames a second; null = it does not tell.</param>
internal sealed record V4l2Mode(PixelLayout Layout, int Width, int Height, int Stride, int Planes, double? Rate);

/// <summary>
/// An open video device: what it is, what it offers, what it is set to. Frames are <see cref="V4l2Capture"/>'s matter.
/// Both kinds of interface are spoken, with a frame in one piece of memory and in several (multi-planar).
/// </summary>
internal sealed unsafe class V4l2Device : IDisposable
{
    private const int MostFormats = 64, MostSizes = 64, MostRates = 32;
    private readonly uint _type;
    private int _fd;

    /// <exception cref="CameraException">It cannot be opened, or captures no pictures.</exception>
    internal V4l2Device(string path)
    {
        Path = path;
        _fd = V4l2Uapi.Open(path, V4l2Uapi.OpenFlags);
        if (_fd < 0)
            throw CameraWords.Failure(path, "it cannot be opened", Marshal.GetLastPInvokeError());
        try
        {
            V4l2Structs.Capability capability;
            Do(V4l2Uapi.QueryCapabilities, &capability, "it cannot be asked what it is");
            var abilities = (capability.Capabilities & V4l2Uapi.CapabilityPerDevice) != 0
                ? capability.DeviceCapabilities : capability.Capabilities;
            if ((abilities & V4l2Uapi.CapabilityStreaming) == 0
                || (abilities & (V4l2Uapi.CapabilityCapture | V4l2Uapi.CapabilityCapturePlanar)) == 0)
                throw new CameraException($"{path}: it captures no pictures. 'checkin-gate scanners' lists what does");
            _type = (abilities & V4l2Uapi.CapabilityCapture) != 0 ? V4l2Uapi.TypeCapture : V4l2Uapi.TypeCapturePlanar;
            Driver = V4l2Uapi.Text(capability.Driver, 16);
            Name = V4l2Uapi.Text(capability.Card, 32);
        }
        catch (CameraException)
        {
            Dispose();
            throw;
        }
    }

    internal string Path { get; }
    internal string Driver { get; }
    internal string Name { get; }
    internal int Fd => _fd;
    internal uint Type => _type;
    internal bool IsPlanar => _type == V4l2Uapi.TypeCapturePlanar;

    /// <summary>Everything that it can deliver, as far as it tells.</summary>
    internal IReadOnlyList<CameraOffer> Offers(CameraOptions options)
    {
        var offers = new List<CameraOffer>();
        for (var i = 0u; i < MostFormats; i++)
        {
            var format = new V4l2Structs.FormatDescription { Index = i, Type = _type };
            if (Try(V4l2Uapi.EnumerateFormats, &format) != 0)
                break;
            AddOffers(format.PixelFormat, options, offers);
        }
        return offers;
    }

    /// <exception cref="CameraException">There is no such input.</exception>
    internal void SelectInput(int index)
    {
        Do(V4l2Uapi.SetInput, &index, $"input {index} cannot be selected (Camera:Input)");
        var input = new V4l2Structs.Input { Index = (uint)index };
        if (Try(V4l2Uapi.EnumerateInputs, &input) == 0
            && (input.Status & (V4l2Uapi.InputNoPower | V4l2Uapi.InputNoSignal)) != 0)
            throw new CameraException($"{Path}: nothing comes from its input {index}. Look at what is plugged into it");
    }

    /// <exception cref="CameraException">The driver gives something else.</exception>
    internal V4l2Mode Set(CameraChoice choice)
    {
        var format = Described(choice.Layout.FourCc, choice.Width, choice.Height);
        Do(V4l2Uapi.SetFormat, &format, $"it does not take {choice.Layout.Name} {choice.Width}x{choice.Height}");
        ref readonly var single = ref format.Single;
        ref readonly var planar = ref format.Planar;
        var (given, width, height, stride, planes) = IsPlanar
            ? (planar.FourCc, (int)planar.Width, (int)planar.Height, (int)planar.Planes[0].BytesPerLine,
                planar.PlaneCount)
            : (single.FourCc, (int)single.Width, (int)single.Height, (int)single.BytesPerLine, (byte)1);
        if (given != choice.Layout.FourCc || width != choice.Width || height != choice.Height
            || planes > V4l2Structs.MaxPlanes)
        {
            throw new CameraException($"{Path}: asked for {choice.Layout.Name} {choice.Width}x{choice.Height} it gives "
                + $"{PixelLayout.NameOf(given)} {width}x{height}. Set Camera:Width, Height and Format to that");
        }
        // Some drivers leave the bytes of a row out.
        stride = choice.Layout.IsCompressed ? 0 : Math.Max(stride, choice.Layout.BytesOf(width));
        return new V4l2Mode(choice.Layout, width, height, stride, planes, SetRate(choice.Rate));
    }

    /// <summary>One of the device's calls, in words if it fails.</summary>
    internal void Do(uint request, void* argument, string what)
    {
        if (Try(request, argument) is var errno and not 0)
            throw CameraWords.Failure(Path, what, errno);
    }

    /// <summary>0, or the error number.</summary>
    internal int Try(uint request, void* argument) => V4l2Uapi.Call(_fd, request, argument);

    public void Dispose()
    {
        if (_fd >= 0)
            _ = V4l2Uapi.Close(_fd);
        _fd = -1;
    }

    private void AddOffers(uint fourCc, CameraOptions options, List<CameraOffer> offers)
    {
        // Of what cannot be read the name is enough, for the refusal.
        if (PixelLayout.Of(fourCc) is null)
            offers.Add(new CameraOffer(fourCc, 0, 0, []));
        else
            offers.AddRange(Sizes(fourCc, options).Distinct().Select(size =>
                new CameraOffer(fourCc, size.Width, size.Height, Rates(fourCc, size.Width, size.Height))));
    }

    private V4l2Structs.Format Described(uint fourCc, int width, int height)
    {
        var format = new V4l2Structs.Format { Type = _type };
        if (IsPlanar)
            (format.Planar.FourCc, format.Planar.Width, format.Planar.Height, format.Planar.Field) =
                (fourCc, (uint)width, (uint)height, V4l2Uapi.FieldNone);
        else
            (format.Single.FourCc, format.Single.Width, format.Single.Height, format.Single.Field) =
                (fourCc, (uint)width, (uint)height, V4l2Uapi.FieldNone);
        return format;
    }

    private List<(int Width, int Height)> Sizes(uint fourCc, CameraOptions options)
    {
        var sizes = new List<(int Width, int Height)>();
        for (var i = 0u; i < MostSizes; i++)
        {
            var size = new V4l2Structs.FrameSize { Index = i, PixelFormat = fourCc };
            if (Try(V4l2Uapi.EnumerateFrameSizes, &size) != 0)
                break;
            if (size.Type == V4l2Uapi.Discrete)
            {
                sizes.Add(((int)size.First, (int)size.Second));
                continue;
            }
            var range = new SizeRange(
                (int)size.First, (int)size.Second, (int)size.StepWidth, (int)size.MinHeight, (int)size.MaxHeight,
                (int)size.StepHeight);
            sizes.AddRange(range.Worthwhile(options));
            break;
        }
        return sizes.Count > 0 ? sizes : TriedSizes(fourCc, options);
    }

    /// <summary>A device that does not list its sizes says what it would make of usual ones.</summary>
    private List<(int Width, int Height)> TriedSizes(uint fourCc, CameraOptions options)
    {
        var sizes = new List<(int Width, int Height)>();
        var all = new SizeRange(1, int.MaxValue, 1, 1, int.MaxValue, 1);
        foreach (var (width, height) in all.Worthwhile(options).Where(size => size.Width is > 1 and < int.MaxValue))
        {
            var format = Described(fourCc, width, height);
            if (Try(V4l2Uapi.TryFormat, &format) != 0)
                continue;
            var (given, gotWidth, gotHeight) = IsPlanar
                ? (format.Planar.FourCc, format.Planar.Width, format.Planar.Height)
                : (format.Single.FourCc, format.Single.Width, format.Single.Height);
            if (given == fourCc)
                sizes.Add(((int)gotWidth, (int)gotHeight));
        }
        return sizes;
    }

    private List<RateRange> Rates(uint fourCc, int width, int height)
    {
        var rates = new List<RateRange>();
        for (var i = 0u; i < MostRates; i++)
        {
            var interval = new V4l2Structs.FrameInterval
            {
                Index = i,
                PixelFormat = fourCc,
                Width = (uint)width,
                Height = (uint)height,
            };
            if (Try(V4l2Uapi.EnumerateFrameIntervals, &interval) != 0)
                break;
            var fastest = PerSecond(interval.Shortest);
            var slowest = interval.Type == V4l2Uapi.Discrete ? fastest : PerSecond(interval.Longest);
            if (fastest > 0)
                rates.Add(new RateRange(slowest, fastest));
            if (interval.Type != V4l2Uapi.Discrete)
                break;
        }
        return rates;
    }

    /// <summary>Asks for a rate, where the device lets itself be asked; what it then says it delivers.</summary>
    private double? SetRate(double? wanted)
    {
        var parameters = new V4l2Structs.StreamParameters { Type = _type };
        if (Try(V4l2Uapi.GetParameters, &parameters) != 0)
            return null;
        if (wanted is { } rate && (parameters.Capability & V4l2Uapi.TimePerFrameSupported) != 0)
        {
            var asked = new V4l2Structs.StreamParameters { Type = _type };
            asked.TimePerFrame = new() { Numerator = 1000, Denominator = (uint)Math.Round(rate * 1000) };
            if (Try(V4l2Uapi.SetParameters, &asked) == 0)
                parameters = asked;
        }
        return PerSecond(parameters.TimePerFrame) is var given and > 0 ? given : null;
    }

    private static double PerSecond(V4l2Structs.Fraction interval) =>
        interval.Numerator == 0 ? 0 : interval.Denominator / (double)interval.Numerator;
}
