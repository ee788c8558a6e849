using System.Runtime.InteropServices;
using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// Frames of a video device, through buffers that it shares with the kernel. Four of them: one is being read, one waits
/// as the newest, two are the driver's to fill. Luminance that has a plane of its own is read where it lies; packed
/// pixels and JPEG go into one buffer that is used again and again. Nothing is allocated for a frame. Every wait is
/// poll() with an end: a device that delivers nothing would block a dequeuing call for ever.
/// </summary>
internal sealed unsafe class V4l2Capture : ICapture
{
    private const int BufferCount = 4, LeastBuffers = 3, None = -1;
    private readonly V4l2Device _device;
    private readonly V4l2Mode _mode;
    private readonly List<MappedBuffer> _buffers = [];
    private readonly V4l2Structs.Plane* _planes =
        (V4l2Structs.Plane*)NativeMemory.AllocZeroed(V4l2Structs.MaxPlanes, (nuint)sizeof(V4l2Structs.Plane));
    private readonly JpegDecoder? _jpeg;
    private readonly byte[] _luma;
    private int _newest = None;
    private int _newestOffset;
    private int _newestLength;
    private int _taken = None;
    private bool _disposed;

    /// <summary>Owns <paramref name="device"/> from now on.</summary>
    internal V4l2Capture(V4l2Device device, V4l2Mode mode, string reason)
    {
        (_device, _mode, Reason) = (device, mode, reason);
        _luma = mode.Layout.Luma is Luma.Alone or Luma.Plane ? [] : new byte[mode.Width * mode.Height];
        try
        {
            _jpeg = mode.Layout.IsCompressed ? new JpegDecoder() : null;
            Map();
            for (var i = 0; i < _buffers.Count; i++)
                GiveBack(i);
            var type = (int)device.Type;
            device.Do(V4l2Uapi.StreamOn, &type, "it does not begin to deliver");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Device => $"{_device.Path} ({_device.Name})";

    public string Format => $"{_mode.Width}x{_mode.Height} {_mode.Layout.Name}"
        + (_mode.Rate is { } rate ? $" {CameraOffer.Number(rate)}/s" : "");

    public string Reason { get; }

    public bool Wait(TimeSpan most)
    {
        var poll = new V4l2Uapi.PollFd { Fd = _device.Fd, Events = V4l2Uapi.PollIn };
        var ready = V4l2Uapi.Poll(&poll, 1, (int)Math.Ceiling(most.TotalMilliseconds));
        if (ready < 0 && Marshal.GetLastPInvokeError() is var errno && errno != Errno.Interrupted)
            throw CameraWords.Failure(_device.Path, "it cannot be waited for", errno);
        if (ready <= 0)
            return false;
        if ((poll.Results & V4l2Uapi.PollIn) == 0)
            throw new CameraException($"{_device.Path}: it hung up: unplugged, or its driver gave up");
        var came = false;
        while (Dequeue() is { } index)
        {
            if (index == None)
                continue;
            if (_newest != None)
                GiveBack(_newest);
            (_newest, came) = (index, true);
        }
        return came;
    }

    public Frame? Take()
    {
        if (_taken != None)
            GiveBack(_taken);
        (_taken, _newest) = (_newest, None);
        if (_taken == None)
            return null;
        var (width, height) = (_mode.Width, _mode.Height);
        var buffer = _buffers[_taken];
        switch (_mode.Layout.Luma)
        {
            case Luma.Alone or Luma.Plane:
                return new Frame(buffer.Memory[_newestOffset..], width, height, _mode.Stride, SceneCut: false);
            case Luma.Jpeg:
                return _jpeg!.TryDecode(buffer.GetSpan().Slice(_newestOffset, _newestLength), _luma, width, height)
                    ? new Frame(_luma, width, height, width, SceneCut: false)
                    : null;
            default:
                var odd = _mode.Layout.Luma == Luma.OddBytes;
                LumaGather.Gather(buffer.GetSpan()[_newestOffset..], _mode.Stride, width, height, odd, _luma);
                return new Frame(_luma, width, height, width, SceneCut: false);
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        var type = (int)_device.Type;
        _ = _device.Try(V4l2Uapi.StreamOff, &type);
        foreach (var buffer in _buffers)
            ((IDisposable)buffer).Dispose();
        _device.Dispose();
        _jpeg?.Dispose();
        NativeMemory.Free(_planes);
    }

    private void Map()
    {
        var request = new V4l2Structs.RequestBuffers
        {
            Count = BufferCount,
            Type = _device.Type,
            Memory = V4l2Uapi.MemoryMapped,
        };
        _device.Do(V4l2Uapi.RequestBuffers, &request, "it gives no buffers");
        if (request.Count < LeastBuffers)
        {
            throw new CameraException(
                $"{_device.Path}: its driver gives {request.Count} buffers; {LeastBuffers} are needed at least");
        }
        for (var i = 0; i < (int)request.Count; i++)
        {
            var buffer = Described(i);
            _device.Do(V4l2Uapi.QueryBuffer, &buffer, "it does not describe its buffers");
            var (length, offset) = _device.IsPlanar
                ? (_planes[0].Length, _planes[0].MemoryOffset)
                : (buffer.Length, buffer.MemoryOffset);
            var address = V4l2Uapi.Map(
                null, length, V4l2Uapi.ProtectReadWrite, V4l2Uapi.MapShared, _device.Fd, offset);
            if ((nint)address == -1)
                throw CameraWords.Failure(_device.Path, "its buffers cannot be mapped", Marshal.GetLastPInvokeError());
            _buffers.Add(new MappedBuffer(address, (int)length));
        }
    }

    /// <summary>The next full buffer; <see cref="None"/> = one that is broken; null = there is no other.</summary>
    private int? Dequeue()
    {
        var buffer = Described(0);
        var errno = _device.Try(V4l2Uapi.DequeueBuffer, &buffer);
        if (errno == Errno.Again)
            return null;
        if (errno != 0)
            throw CameraWords.Failure(_device.Path, "it does not deliver any more", errno);
        var index = (int)buffer.Index;
        var (offset, used) = _device.IsPlanar
            ? ((int)_planes[0].DataOffset, (int)_planes[0].BytesUsed)
            : (0, (int)buffer.BytesUsed);
        if ((buffer.Flags & V4l2Uapi.BufferFlagError) != 0 || !IsWhole(index, offset, used - offset))
        {
            GiveBack(index);
            return None;
        }
        (_newestOffset, _newestLength) = (offset, used - offset);
        return index;
    }

    /// <summary>A frame that is cut short shows what an earlier one left in its buffer.</summary>
    private bool IsWhole(int index, int offset, int length)
    {
        if (offset < 0 || length < 0 || offset + (long)length > _buffers[index].Length)
            return false;
        return _mode.Layout.IsCompressed
            ? length > 0
            : length >= ((_mode.Height - 1L) * _mode.Stride) + _mode.Layout.BytesOf(_mode.Width);
    }

    private void GiveBack(int index)
    {
        var buffer = Described(index);
        _device.Do(V4l2Uapi.QueueBuffer, &buffer, "it does not take a buffer back");
    }

    private V4l2Structs.Buffer Described(int index)
    {
        var buffer = new V4l2Structs.Buffer
        {
            Index = (uint)index,
            Type = _device.Type,
            Memory = V4l2Uapi.MemoryMapped,
        };
        if (!_device.IsPlanar)
            return buffer;
        new Span<V4l2Structs.Plane>(_planes, V4l2Structs.MaxPlanes).Clear();
        buffer.Planes = _planes;
        buffer.Length = (uint)_mode.Planes;
        return buffer;
    }
}
