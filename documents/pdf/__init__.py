"""Writes sheets as a PDF/A-3u shaped file, ReportLab's document model as the container."""
