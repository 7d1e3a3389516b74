"""The record for assistants: a read-only MCP server."""

from brinkwatch.mcp.server import create_server
from brinkwatch.mcp.shapes import Tools

__all__ = ["Tools", "create_server"]
