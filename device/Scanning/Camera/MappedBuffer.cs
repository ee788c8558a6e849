using System.Buffers;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>A buffer of the driver's, mapped: frames are read where the hardware put them.</summary>
internal sealed unsafe class MappedBuffer(byte* address, int length) : MemoryManager<byte>
{
    private byte* _address = address;

    internal int Length => length;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_address == null, this);
        return new Span<byte>(_address, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_address == null, this);
        return new MemoryHandle(_address + elementIndex);
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing)
    {
        if (_address == null)
            return;
        _ = V4l2Uapi.Unmap(_address, (nuint)length);
        _address = null;
    }
}
